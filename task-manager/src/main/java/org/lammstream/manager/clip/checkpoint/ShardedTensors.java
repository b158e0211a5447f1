package org.lammstream.manager.clip.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tensors of a checkpoint that is spread over several safetensors files with an index. */
final class ShardedTensors implements TensorSource {

  private final Path index;
  private final Map<String, Safetensors> shardOf;
  private final List<Path> files;

  private ShardedTensors(Path index, Map<String, Safetensors> shardOf, List<Path> files) {
    this.index = index;
    this.shardOf = shardOf;
    this.files = files;
  }

  /** Opens all shards named in a {@code model.safetensors.index.json}. */
  static ShardedTensors open(Path index) {
    JsonSection weightMap = JsonSection.read(index).section("weight_map");
    Map<String, Safetensors> byFile = new TreeMap<>();
    Map<String, Safetensors> shardOf = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : weightMap.node().properties()) {
      String file = weightMap.text(entry.getKey(), "");
      Safetensors shard = byFile.computeIfAbsent(file, name -> shard(index, name));
      if (!shard.names().contains(entry.getKey())) {
        throw new CheckpointException(
            index.resolveSibling(file) + ": tensor " + entry.getKey() + " is missing");
      }
      shardOf.put(entry.getKey(), shard);
    }
    if (shardOf.isEmpty()) {
      throw new CheckpointException(index + ": weight_map is missing or empty");
    }
    return new ShardedTensors(
        index,
        Collections.unmodifiableMap(shardOf),
        byFile.keySet().stream().map(index::resolveSibling).toList());
  }

  /** The shards, in order of name. */
  List<Path> files() {
    return files;
  }

  @Override
  public Set<String> names() {
    return shardOf.keySet();
  }

  @Override
  public float[] read(String name, long... expectedShape) {
    Safetensors shard = shardOf.get(name);
    if (shard == null) {
      throw new CheckpointException(index + ": tensor " + name + " is missing");
    }
    return shard.read(name, expectedShape);
  }

  private static Safetensors shard(Path index, String name) {
    // The index comes with the checkpoint: it must not lead us to a file elsewhere.
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new CheckpointException(index + ": not a file name: \"" + name + "\"");
    }
    Path file = index.resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(index + ": names " + name + ", which is missing");
    }
    return Safetensors.open(file);
  }
}
