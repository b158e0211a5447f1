package org.lammstream.manager.builtin;

import java.util.List;

/** One step of the demo: a name and the classes that it adds. */
public record BuiltinTask(String name, List<String> classes) {

  public BuiltinTask {
    classes = List.copyOf(classes);
  }
}
