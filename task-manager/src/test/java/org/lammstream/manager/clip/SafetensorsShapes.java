package org.lammstream.manager.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.manager.clip.checkpoint.TensorSource;

/** Test kit: writes a checkpoint's floating-point tensors again, in two shards. */
final class SafetensorsShapes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SafetensorsShapes() {}

  /** The header of a file: per tensor its type, shape and place. */
  static JsonNode of(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int length = Math.toIntExact(Long.reverseBytes(in.readLong()));
      return JSON.readTree(in.readNBytes(length));
    }
  }

  /** Writes every second tensor into each of two shards, and their index. */
  static void split(TensorSource tensors, JsonNode header, Path folder) throws IOException {
    String[] names = {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
    SafetensorsWriter[] shards = {new SafetensorsWriter(), new SafetensorsWriter()};
    ObjectNode index = JSON.createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    int count = 0;
    for (Iterator<String> all = header.fieldNames(); all.hasNext(); ) {
      String name = all.next();
      if (name.equals("__metadata__") || !header.get(name).get("dtype").asText().startsWith("F")) {
        continue;
      }
      JsonNode dimensions = header.get(name).get("shape");
      long[] shape = new long[dimensions.size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dimensions.get(i).asLong();
      }
      int shard = count++ % shards.length;
      shards[shard].addF32(name, tensors.read(name, shape), shape);
      map.put(name, names[shard]);
    }
    for (int i = 0; i < shards.length; i++) {
      shards[i].write(folder.resolve(names[i]));
    }
    JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
  }
}
