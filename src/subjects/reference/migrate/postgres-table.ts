// Where the reference's memories are in Postgres. Apart from the code that fills it, so that naming it loads no driver.

export const POSTGRES_TABLE = 'reference_memory';
