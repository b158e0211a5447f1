package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.manager.clip.checkpoint.CheckpointException;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.NewVersion;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;

/** Reads what {@link VersionExport} wrote. */
public final class VersionImport {

  private VersionImport() {}

  /**
   * An exported version as the first version of a learner: its classes, bit for bit, and where it
   * comes from. All classes count as new, and as classes of its task; test examples are not
   * exported, so the task has none.
   *
   * @param folder of the export
   * @param learner name of the new learner, not blank
   * @throws ExchangeException naming the file that is missing, damaged or of another kind
   */
  public static NewVersion read(Path folder, String learner) throws IOException {
    Path file = folder.resolve(VersionExport.DOCUMENT);
    Path tensors = folder.resolve(VersionExport.TENSORS);
    for (Path needed : List.of(file, tensors)) {
      if (!Files.isRegularFile(needed)) {
        throw new ExchangeException(
            "%s: no export: %s is missing".formatted(folder, needed.getFileName()));
      }
    }
    VersionDocument document = DocumentJson.read(file, VersionDocument.class);
    check(file, document);
    if (!FileDigest.sha256(tensors).equals(document.tensorsSha256())) {
      throw new ExchangeException(
          tensors
              + ": damaged or changed: its sha256 is not the one in version.json; export again");
    }
    try {
      Safetensors numbers = Safetensors.open(tensors);
      List<ClassEmbedding> classes =
          VersionTensors.read(
              tensors, numbers, document.classes(), document.width(), document.dimension());
      Optional<VisualState> visual = Optional.empty();
      if (document.schemaVersion() == VersionDocument.WITH_IMAGES
          || (document.schemaVersion() >= VersionDocument.WITH_PROMPTS
              && ImageTensors.areIn(numbers))) {
        ExportedImages images = DocumentJson.read(file, ExportedImages.Only.class).images();
        classes = ImageTensors.complete(numbers, classes, images);
        visual = Optional.of(ImageTensors.visualState(numbers, images));
      }
      ExportedPrompts listed =
          document.schemaVersion() == VersionDocument.WITH_PROMPTS
              ? DocumentJson.read(file, ExportedPrompts.class)
              : ExportedPrompts.NONE;
      Optional<SharedPrompts> prompts = listed.read(numbers);
      if (!EmbeddingsDigest.sha256(classes, prompts).equals(document.embeddingsSha256())) {
        throw new ExchangeException(
            file + ": damaged or changed: embeddingsSha256 is not that of its classes");
      }
      return firstVersion(document, learner, classes, visual, prompts);
    } catch (CheckpointException | IllegalArgumentException | DateTimeException e) {
      throw new ExchangeException(folder + ": no usable export: " + e.getMessage(), e);
    }
  }

  private static void check(Path file, VersionDocument document) {
    if (!document.kind().equals(VersionDocument.KIND)) {
      throw new ExchangeException(
          "%s: of kind '%s', not '%s'".formatted(file, document.kind(), VersionDocument.KIND));
    }
    if (document.schemaVersion() < VersionDocument.SCHEMA_VERSION
        || document.schemaVersion() > VersionDocument.WITH_OWN_CONTEXTS) {
      throw new ExchangeException(
          "%s: of schema version %d, this program reads up to %d; use the program that wrote it"
              .formatted(file, document.schemaVersion(), VersionDocument.WITH_OWN_CONTEXTS));
    }
  }

  private static NewVersion firstVersion(
      VersionDocument document,
      String learner,
      List<ClassEmbedding> classes,
      Optional<VisualState> visual,
      Optional<SharedPrompts> prompts) {
    List<String> names = classes.stream().map(ClassEmbedding::name).toList();
    Version version =
        new Version(
            learner,
            1,
            OptionalInt.empty(),
            Instant.parse(document.createdAt()),
            document.task(),
            names, // what was new when is told by the visual state
            classes,
            document.provenance(),
            document.seconds(),
            document.embeddingsSha256(),
            visual,
            Optional.empty(),
            prompts);
    TestSet untested =
        new TestSet(document.task(), names, List.of(), new float[0], document.dimension());
    return new NewVersion(
        version,
        untested,
        List.of(new CellScore(0, document.task(), 0, 0), new CellScore(1, document.task(), 0, 0)),
        version.parent(),
        List.of(),
        prompts.flatMap(ImagePrompts::of).map(images -> PromptedTests.none(document.dimension())));
  }
}
