package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.exchange.VersionDocument.Accuracy;
import org.lammstream.manager.exchange.VersionDocument.ExportedClass;
import org.lammstream.manager.exchange.VersionDocument.Prompt;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/**
 * Writes a version as a folder: {@code version.json} and {@code version.safetensors}, which hold
 * all of it, and a head that needs no LAMM Stream. The same version gives the same bytes.
 */
public final class VersionExport {

  static final String DOCUMENT = "version.json";
  static final String TENSORS = "version.safetensors";

  /** Names of all files of an export. */
  private static final Set<String> FILES =
      Set.of(DOCUMENT, TENSORS, ImageTextHead.TENSORS, ImageTextHead.NAMES, ImageTextHead.README);

  private VersionExport() {}

  /**
   * Writes the folder, which appears whole or not at all.
   *
   * @param scores the version's row of the accuracy matrix
   * @param checkpoint the one that the version was made with, for its {@code logit_scale}
   * @param folder missing or empty
   * @param replace whether an earlier export in the folder makes room
   * @throws ExchangeException if the checkpoint is another one, or the folder holds something that
   *     must not be replaced
   */
  public static void write(
      Version version,
      List<CellScore> scores,
      Optional<CheckpointFolder> checkpoint,
      Path folder,
      boolean replace)
      throws IOException {
    check(version);
    checkpoint.ifPresent(given -> check(version, given));
    Optional<Float> logitScale = checkpoint.map(given -> given.weights().read("logit_scale")[0]);
    WholeFolder.write(
        folder,
        FILES,
        replace,
        part -> {
          VersionTensors.write(version, part.resolve(TENSORS));
          String digest = FileDigest.sha256(part.resolve(TENSORS));
          DocumentJson.write(
              whole(version, document(version, scores, digest)), part.resolve(DOCUMENT));
          if (hasHead(version)) {
            ImageTextHead.write(version, logitScale, part);
          }
        });
  }

  /**
   * Whether an export comes with an image-text head for the checkpoint: not that of a version that
   * sees images through prompts of its own, which the untouched image tower lacks.
   */
  public static boolean hasHead(Version version) {
    return version.prompts().flatMap(ImagePrompts::of).isEmpty();
  }

  private static void check(Version version, CheckpointFolder given) {
    String wanted = version.provenance().checkpointSha256();
    String found = given.sha256();
    if (!found.equals(wanted)) {
      throw new ExchangeException(
          "version %d was made with checkpoint %s (sha256 %.12s), but %s is another (%.12s)"
              .formatted(
                  version.number(),
                  version.provenance().checkpointName(),
                  wanted,
                  given.path(),
                  found));
    }
  }

  private static void check(Version version) {
    if (version.visual().isEmpty()
        && version.classes().stream().anyMatch(entry -> entry.images().isKnown())) {
      throw new ExchangeException(
          "a version with image sums, but without a head on them, has no export");
    }
  }

  /** The document with what it needs to say of the other parts of the version. */
  private static Record whole(Version version, VersionDocument document) {
    Record whole = document;
    if (version.visual().isPresent()) {
      ExportedImages images = ExportedImages.of(version, version.visual().get());
      whole = new ExportedImages.With(document, images);
    }
    if (version.prompts().isPresent()) {
      ExportedPrompts prompts = ExportedPrompts.of(version.prompts().get());
      whole = new ExportedPrompts.With(whole, prompts.prompts());
    }
    return whole;
  }

  private static int schemaVersion(Version version) {
    if (version.prompts().isPresent()) {
      return VersionDocument.WITH_PROMPTS;
    }
    if (LearnerConfiguration.recordedOwnContexts(version.provenance().configuration())) {
      return VersionDocument.WITH_OWN_CONTEXTS;
    }
    return version.visual().isPresent()
        ? VersionDocument.WITH_IMAGES
        : VersionDocument.SCHEMA_VERSION;
  }

  private static VersionDocument document(
      Version version, List<CellScore> scores, String tensorsSha256) {
    return new VersionDocument(
        schemaVersion(version),
        VersionDocument.KIND,
        version.learner(),
        version.number(),
        version.parent().orElse(0),
        version.createdAt().toString(),
        version.task(),
        version.newClasses(),
        version.embeddingsSha256(),
        tensorsSha256,
        VersionTensors.width(version.classes()),
        VersionTensors.dimension(version.classes()),
        new Prompt(
            LearnerConfiguration.recordedWords(version.provenance().configuration()),
            Prompt.TEMPLATE),
        version.classes().stream().map(VersionExport::described).toList(),
        scores.stream()
            .map(score -> new Accuracy(score.task(), score.correct(), score.total()))
            .toList(),
        version.seconds(),
        version.provenance());
  }

  private static ExportedClass described(ClassEmbedding entry) {
    return new ExportedClass(
        entry.name(),
        entry.vectors(),
        Arrays.stream(entry.tailTokenIds()).boxed().toList(),
        VersionTensors.hasPrototype(entry));
  }
}
