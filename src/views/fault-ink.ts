// The colour and the shape of a fault class: the same in the trend, around the injection, in the picture of a cycle and
// wherever its name stands before its figures. What the colours are is said in the style sheet (styles/fault-inks.css).
// Classes of one kind share a colour: more than a handful cannot be told apart. Each has a shape of its own.

export interface FaultInk {
  /** The colour's name in the style sheet. */
  ink: string;
  /** Goes before the name: the colour is never alone. */
  shape: string;
}

const INKS: Readonly<Record<string, FaultInk>> = {
  kill_primary_mid_write: { ink: 'fault-kill', shape: '■' },
  kill_all_restart: { ink: 'fault-kill', shape: '□' },
  kill_in_catch_up: { ink: 'fault-kill', shape: '◧' },
  partition_minority: { ink: 'fault-partition', shape: '◆' },
  partition_one_way: { ink: 'fault-partition', shape: '◇' },
  partition_refused: { ink: 'fault-partition', shape: '◈' },
  partition_bridge: { ink: 'fault-partition', shape: '⬖' },
  partition_ring: { ink: 'fault-partition', shape: '⬠' },
  partition_all: { ink: 'fault-partition', shape: '❖' },
  drop_random_acks: { ink: 'fault-acks', shape: '▲' },
  slow_link: { ink: 'fault-acks', shape: '△' },
  packet_loss: { ink: 'fault-acks', shape: '▴' },
  narrow_link: { ink: 'fault-acks', shape: '▵' },
  clock_skew_peer: { ink: 'fault-clock', shape: '▼' },
  pause_peer: { ink: 'fault-pause', shape: '▮' },
  pause_primary: { ink: 'fault-pause', shape: '▯' },
  power_loss: { ink: 'fault-kill', shape: '▣' },
  power_loss_all: { ink: 'fault-kill', shape: '▢' },
  disk_full: { ink: 'fault-other', shape: '◉' },
  disk_read_only: { ink: 'fault-other', shape: '◎' },
};

const OTHER: FaultInk = { ink: 'fault-other', shape: '●' };

/** Classes that this house does not know share one: their names tell them apart. */
export const faultInk = (fault: string): FaultInk => (Object.hasOwn(INKS, fault) ? INKS[fault] : undefined) ?? OTHER;
