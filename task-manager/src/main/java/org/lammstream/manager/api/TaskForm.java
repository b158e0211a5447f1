package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Upload;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;

/**
 * The form in which a task is published: parts {@code task}, {@code configuration} (a JSON object),
 * {@code train/CLASS} and {@code test/CLASS}.
 *
 * @param task its name; empty where none was given
 * @param configuration learner settings
 * @param train files by class, in order of first appearance
 * @param test files by class
 */
record TaskForm(
    Optional<String> task,
    Map<String, String> configuration,
    Map<String, List<Upload.Part>> train,
    Map<String, List<Upload.Part>> test) {
  private static final String TRAIN = "train/";
  private static final String TEST = "test/";
  private static final int HELD_OUT = 4;
  private static final long LARGEST_TEXT = 16 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Sorts the parts.
   *
   * @throws org.lammstream.manager.api.http.ProblemException naming the part that is wrong
   */
  static TaskForm of(List<Upload.Part> parts) throws IOException {
    Optional<String> task = Optional.empty();
    Map<String, String> configuration = Map.of();
    Map<String, List<Upload.Part>> train = new LinkedHashMap<>();
    Map<String, List<Upload.Part>> test = new LinkedHashMap<>();
    for (Upload.Part part : parts) {
      String name = part.name();
      if (name.startsWith(TRAIN)) {
        add(train, name.substring(TRAIN.length()), part);
      } else if (name.startsWith(TEST)) {
        add(test, name.substring(TEST.length()), part);
      } else if (name.equals("task")) {
        task = Optional.of(text(part)).filter(given -> !given.isBlank());
      } else if (name.equals("configuration")) {
        configuration = settings(text(part));
      } else {
        throw invalid(name, "parts are called task, configuration, train/CLASS and test/CLASS");
      }
    }
    for (String name : test.keySet()) {
      if (!train.containsKey(name)) {
        throw invalid(TEST + name, "class '" + name + "' has no training images");
      }
    }
    if (train.isEmpty()) {
      throw invalid("train/CLASS", "a task needs at least one class with training images");
    }
    return new TaskForm(task, configuration, train, test);
  }

  private static void add(Map<String, List<Upload.Part>> files, String label, Upload.Part part) {
    if (label.isBlank()) {
      throw invalid(part.name(), "the name of the class is missing behind the slash");
    }
    files.computeIfAbsent(label, unused -> new ArrayList<>()).add(part);
  }

  private static String text(Upload.Part part) throws IOException {
    if (part.length() > LARGEST_TEXT) {
      throw Problem.in(part.name(), Kind.TOO_LARGE, LARGEST_TEXT + " bytes at most").exception();
    }
    return new String(part.bytes(), UTF_8).strip();
  }

  private static Map<String, String> settings(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, String> settings = new LinkedHashMap<>();
    try {
      JsonNode object = JSON.readTree(text);
      if (!object.isObject()) {
        throw invalid("configuration", "a JSON object is needed");
      }
      object
          .properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                  throw invalid("configuration", "the value of " + entry.getKey() + " is no text");
                }
                settings.put(entry.getKey(), entry.getValue().asText());
              });
    } catch (JsonProcessingException e) {
      throw invalid("configuration", "no JSON: " + e.getOriginalMessage());
    }
    return settings;
  }

  /** The classes in order. */
  List<String> classes() {
    return List.copyOf(train.keySet());
  }

  /**
   * Whether a file of a class that came without test files is held out: every fourth.
   *
   * @param index of the file in its class, from 0
   */
  private boolean isHeldOut(String label, int index) {
    return !test.containsKey(label) && index % HELD_OUT == HELD_OUT - 1;
  }

  /**
   * Examples to align with.
   *
   * @throws org.lammstream.manager.api.http.ProblemException naming an image that cannot be used
   */
  List<Example> trainExamples(ImageGate gate) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Map.Entry<String, List<Upload.Part>> entry : train.entrySet()) {
      for (int i = 0; i < entry.getValue().size(); i++) {
        if (!isHeldOut(entry.getKey(), i)) {
          examples.add(example(gate, entry.getKey(), entry.getValue().get(i)));
        }
      }
    }
    return examples;
  }

  /**
   * Examples to evaluate with.
   *
   * @throws org.lammstream.manager.api.http.ProblemException naming an image that cannot be used
   */
  List<Example> testExamples(ImageGate gate) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Map.Entry<String, List<Upload.Part>> entry : train.entrySet()) {
      String label = entry.getKey();
      for (int i = 0; i < entry.getValue().size(); i++) {
        if (isHeldOut(label, i)) {
          examples.add(example(gate, label, entry.getValue().get(i)));
        }
      }
      for (Upload.Part part : test.getOrDefault(label, List.of())) {
        examples.add(example(gate, label, part));
      }
    }
    return examples;
  }

  private static Example example(ImageGate gate, String label, Upload.Part part)
      throws IOException {
    byte[] bytes = part.bytes();
    try {
      gate.decode(bytes); // a worker would refuse the whole task
    } catch (ImageRejectedException e) {
      String file = part.fileName().isEmpty() ? "an image" : part.fileName();
      throw Problem.in(part.name(), Problems.image(e, "").kind(), file + ": " + e.getMessage())
          .exception();
    }
    return new Example(label, new InlineImage(bytes));
  }

  private static RuntimeException invalid(String part, String what) {
    return Problem.in(part, Kind.INVALID_REQUEST, what).exception();
  }
}
