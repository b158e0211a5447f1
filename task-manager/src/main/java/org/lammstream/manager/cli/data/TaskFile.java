package org.lammstream.manager.cli.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.JobException;

/**
 * Reads {@code [{"task": "name", "classes": ["class name", …]}, …]}. A streaming reader, so that
 * every complaint can name the line it is about.
 */
public final class TaskFile {
  private final Path file;
  private final JsonParser json;
  private final Map<String, Integer> taskLines = new HashMap<>();
  private final Map<String, Integer> classLines = new HashMap<>();

  private TaskFile(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Reads a task file.
   *
   * @return at least one task, no class or task name twice, no task without classes
   * @throws JobException naming file and line, if it is not such a file
   */
  public static List<PlannedTask> read(Path file) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      return new TaskFile(file, json).tasks();
    } catch (JsonProcessingException e) {
      throw new JobException(
          String.format(
              Locale.ROOT,
              "%s:%d: not JSON: %s",
              file,
              e.getLocation().getLineNr(),
              e.getOriginalMessage()),
          e);
    }
  }

  private List<PlannedTask> tasks() throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw wrong("expected a list of tasks: [{\"task\": …, \"classes\": […]}, …]");
    }
    List<PlannedTask> tasks = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      tasks.add(task());
    }
    if (tasks.isEmpty()) {
      throw wrong("there is no task in it");
    }
    if (json.nextToken() != null) {
      throw wrong("there is something behind the list of tasks");
    }
    return tasks;
  }

  private PlannedTask task() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("expected a task: {\"task\": …, \"classes\": […]}");
    }
    int line = line();
    String name = null;
    List<String> classes = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "task" -> name = text("a task name");
        case "classes" -> classes = classes();
        default -> throw wrong("unknown field '" + field + "'; a task has 'task' and 'classes'");
      }
    }
    return checked(line, name, classes);
  }

  private PlannedTask checked(int line, @Nullable String name, @Nullable List<String> classes) {
    if (name == null) {
      throw wrong(line, "a task without 'task', its name");
    }
    if (classes == null || classes.isEmpty()) {
      throw wrong(line, "task '" + name + "' has no classes");
    }
    Integer before = taskLines.putIfAbsent(name, line);
    if (before != null) {
      throw wrong(
          line, String.format(Locale.ROOT, "task '%s' is there already, in line %d", name, before));
    }
    return new PlannedTask(name, classes);
  }

  private List<String> classes() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("'classes' must be a list of class names");
    }
    List<String> classes = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String name = text("a class name");
      Integer before = classLines.putIfAbsent(name, line());
      if (before != null) {
        throw wrong(
            String.format(Locale.ROOT, "duplicate class '%s', first in line %d", name, before));
      }
      classes.add(name);
    }
    return classes;
  }

  private String text(String what) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING || json.getText().isBlank()) {
      throw wrong("expected " + what);
    }
    return json.getText();
  }

  private int line() {
    return json.currentTokenLocation().getLineNr();
  }

  private JobException wrong(String message) {
    return wrong(line(), message);
  }

  private JobException wrong(int line, String message) {
    return new JobException(String.format(Locale.ROOT, "%s:%d: %s", file, line, message));
  }
}
