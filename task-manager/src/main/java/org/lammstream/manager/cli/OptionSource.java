package org.lammstream.manager.cli;

/** Where the value of an option can come from; of two, the later one in this list wins. */
enum OptionSource {
  /** It was not given. */
  NONE,
  /** The file of {@code --config}. */
  FILE,
  /** The environment. */
  ENVIRONMENT,
  /** The command line. */
  COMMAND_LINE
}
