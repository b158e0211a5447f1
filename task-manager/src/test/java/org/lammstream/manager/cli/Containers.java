package org.lammstream.manager.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files under {@code docker} as trees and lines. */
final class Containers {
  static final Path REPOSITORY = Path.of("..");
  static final Path DOCKER = REPOSITORY.resolve("docker");

  private Containers() {}

  /** One instruction of the Dockerfile, continuation lines joined. */
  record Instruction(String name, String arguments) {}

  /** The compose file with its YAML merges resolved. */
  static JsonNode compose() {
    try {
      // Jackson leaves the merge key << as it stands, so the text is read by what is under it.
      Object tree =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(Files.readString(DOCKER.resolve("compose.yaml")));
      return new YAMLMapper().valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    compose().get("services").properties().forEach(e -> services.put(e.getKey(), e.getValue()));
    return services;
  }

  /** One service; missing where there is none. */
  static JsonNode service(String name) {
    return compose().path("services").path(name);
  }

  /** Services that run this program. */
  static Map<String, JsonNode> ours() {
    Map<String, JsonNode> ours = services();
    ours.values().removeIf(service -> !service.has("build"));
    return ours;
  }

  static List<Instruction> dockerfile() {
    try {
      List<Instruction> instructions = new ArrayList<>();
      StringBuilder open = new StringBuilder();
      for (String line : Files.readAllLines(DOCKER.resolve("Dockerfile"))) {
        String text = line.strip();
        if (text.startsWith("#") || text.isEmpty()) {
          continue;
        }
        boolean more = text.endsWith("\\");
        open.append(more ? text.substring(0, text.length() - 1) : text);
        if (!more) {
          String[] parts = open.toString().split("\\s+", 2);
          instructions.add(new Instruction(parts[0], parts[1].strip()));
          open.setLength(0);
        }
      }
      return instructions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of all instructions of this name. */
  static List<String> dockerfile(String name) {
    return dockerfile().stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }
}
