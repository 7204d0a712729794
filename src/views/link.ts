/** A link as a view gives it to a page. */
export interface Link {
  text: string;
  href: string;
}
