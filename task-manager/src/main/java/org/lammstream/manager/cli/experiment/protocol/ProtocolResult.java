package org.lammstream.manager.cli.experiment.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.experiment.OtherSettings;

/**
 * What one run measured.
 *
 * @param dataset its id
 * @param method its key
 * @param shots per class; 0 for all, and for zero-shot
 * @param seed of the choice of images and of the training; 0 for zero-shot
 * @param settings all that the method heeds, the defaults of the program that ran it among them
 * @param classes that were learned
 * @param trainingImages in all
 * @param accuracies by exam; fractions
 * @param losses mean of each epoch; none for zero-shot
 * @param trainingSeconds without encoding by the frozen tower
 * @param examSeconds with encoding
 * @param checkpoint SHA-256 of the checkpoint
 */
record ProtocolResult(
    String protocol,
    String dataset,
    String method,
    int shots,
    long seed,
    Map<String, String> settings,
    int classes,
    int trainingImages,
    Map<String, Double> accuracies,
    List<Double> losses,
    double trainingSeconds,
    double examSeconds,
    String checkpoint) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  ProtocolResult {
    settings = new TreeMap<>(settings);
    accuracies = new TreeMap<>(accuracies);
    losses = List.copyOf(losses);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, MAPPER.writeValueAsBytes(this));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads what was measured for a plan.
   *
   * @throws JobException if it was measured with other settings, or is of another run
   */
  static ProtocolResult read(Path file, ProtocolPlan plan) throws IOException {
    ProtocolResult result = MAPPER.readValue(file.toFile(), ProtocolResult.class);
    Set<String> differing = OtherSettings.between(plan.settingsByName(), result.settings());
    if (!differing.isEmpty()) {
      throw new JobException(
          "%s was measured with other settings (%s); choose another --output"
              .formatted(file, String.join(", ", differing)));
    }
    if (!result.dataset().equals(plan.trial().dataset())
        || !result.method().equals(plan.method().key())
        || result.shots() != plan.shots()
        || result.seed() != plan.seed()) {
      throw new JobException(
          "%s holds another run: %s, %s, %d shots, seed %d"
              .formatted(file, result.dataset(), result.method(), result.shots(), result.seed()));
    }
    return result;
  }
}
