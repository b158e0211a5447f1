package org.lammstream.manager.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.manager.cli.JobException;

class TaskFileTest {
  private final Path folder;

  TaskFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void tasksKeepTheirOrderAndThatOfTheirClasses() throws IOException {
    Path file = write("[{'task': 'a', 'classes': ['x', 'y']}, {'classes': ['w'], 'task': 'b'}]");
    assertThat(TaskFile.read(file))
        .extracting(PlannedTask::name, PlannedTask::classes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", java.util.List.of("x", "y")),
            org.assertj.core.groups.Tuple.tuple("b", java.util.List.of("w")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[~{'task': 'a', 'classes': ['x', 'x']}] | :2: duplicate class 'x', first in line 2",
        "[{'task': 'a', 'classes': ['x']},~~{'task': 'b', 'classes': ['x']}] | :3: duplicate class"
            + " 'x', first in line 1",
        "[~~{'task': 'a', 'classes': []}] | :3: task 'a' has no classes",
        "[{'task': 'a'}] | :1: task 'a' has no classes",
        "[{'classes': ['x']}] | :1: a task without 'task'",
        "[{'task': 'a', 'classes': ['x']},~{'task': 'a', 'classes': ['y']}] | :2: task 'a' is there"
            + " already",
        "[~{'task': 'a', 'class': ['x']}] | :2: unknown field 'class'",
        "[{'task': 'a', 'classes': ['x', ' ']}] | :1: expected a class name",
        "[{'task': 'a', 'classes': 'x'}] | :1: 'classes' must be a list",
        "{'task': 'a'} | :1: expected a list of tasks",
        "[] | :1: there is no task in it",
        "[{'task': 'a',~ 'classes': ['x' 'y']}] | :2: not JSON",
        "[{'task': 'a', 'classes': ['x']}]~[] | :2: there is something behind",
      })
  void everyMistakeNamesItsLine(String json, String message) throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> TaskFile.read(file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(file + message)
        .hasMessageMatching("[^\\n]*");
  }

  private Path write(String json) throws IOException {
    String text = json.replace('\'', '"').replace('~', '\n');
    return Files.writeString(folder.resolve("tasks.json"), text);
  }
}
