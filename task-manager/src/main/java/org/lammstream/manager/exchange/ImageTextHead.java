package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.manager.clip.image.ImageView;
import org.lammstream.manager.clip.image.ImageViews;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/**
 * What a user of the checkpoint needs to classify with a version, and nothing else: one text
 * feature per class. Files: {@code head.safetensors} with {@code text_features} F32 (classes, d),
 * as they are in the version, {@link ClassWeightTensors} if it has a head on image features, and,
 * where it is known, {@code logit_scale} F32 (), the logarithm of the factor on scores, as in the
 * checkpoint; {@code head.json} with the class names in order; {@code README.md}.
 */
final class ImageTextHead {

  static final String TENSORS = "head.safetensors";
  static final String NAMES = "head.json";
  static final String README = "README.md";

  private static final String PLAIN =
      """
          chances = (clip.logit_scale.exp() * image @ head["text_features"].T).softmax(-1)[0]
      """;

  private static final String EXPANDED =
      """
          image = torch.cat([image, (image @ head["expansion"]).clamp(min=0)], dim=-1)
      """;

  private static final String WEIGHED =
      """
          scores = image @ head["class_weights"].T + head["class_biases"]
          chances = (clip.logit_scale.exp() * scores).softmax(-1)[0]
      """;

  private static final String WEIGHTS =
      """

      The learner scores with a head on image features beside the text. `class_weights` and
      `class_biases` hold both, so that these scores are its own up to rounding; `text_features` alone
      are its text part.
      """;

  private ImageTextHead() {}

  /** What {@code head.json} says. */
  private record Head(
      int schemaVersion,
      String kind,
      String learner,
      int version,
      String embeddingsSha256,
      Checkpoint checkpoint,
      int dimension,
      List<String> classes) {}

  /** The checkpoint whose image features the head is for. */
  private record Checkpoint(String name, String sha256) {}

  static void write(Version version, Optional<Float> logitScale, Path folder) throws IOException {
    List<ClassEmbedding> classes = version.classes();
    int d = VersionTensors.dimension(classes);
    SafetensorsWriter tensors =
        new SafetensorsWriter()
            .addF32(VersionTensors.TEXT, VersionTensors.textFeatures(classes), classes.size(), d);
    if (version.visual().isPresent()) {
      ClassWeightTensors.add(tensors, version, d);
    }
    logitScale.ifPresent(scale -> tensors.addF32("logit_scale", new float[] {scale}));
    tensors.write(folder.resolve(TENSORS));
    DocumentJson.write(
        new Head(
            VersionDocument.SCHEMA_VERSION,
            "lamm-image-text-head",
            version.learner(),
            version.number(),
            version.embeddingsSha256(),
            new Checkpoint(
                version.provenance().checkpointName(), version.provenance().checkpointSha256()),
            d,
            classes.stream().map(ClassEmbedding::name).toList()),
        folder.resolve(NAMES));
    Files.writeString(folder.resolve(README), readme(version, logitScale.isPresent()));
  }

  private static String readme(Version version, boolean scaled) {
    return """
    # Version %d of learner %s: %d classes

    `version.safetensors` and `version.json` are the whole version; `lamm versions import` reads
    them. `head.safetensors` and `head.json` are an image-text head for the CLIP checkpoint `%s`
    (sha256 `%s`):

    ```python
    import json, torch
    from PIL import Image
    from safetensors.torch import load_file
    from transformers import CLIPImageProcessor, CLIPModel

    head, names = load_file("head.safetensors"), json.load(open("head.json"))["classes"]
    clip = CLIPModel.from_pretrained("CLIP_DIR").eval()
    processor = CLIPImageProcessor.from_pretrained("CLIP_DIR")
    pixels = processor(Image.open("photo.jpg").convert("RGB"), return_tensors="pt").pixel_values
    with torch.no_grad():
        image = clip.visual_projection(clip.vision_model(pixel_values=pixels).pooler_output)
        image = torch.nn.functional.normalize(image, dim=-1)
    %s
    print(names[chances.argmax()], chances.max().item())
    ```
    %s%s%s\
    """
        .formatted(
            version.number(),
            version.learner(),
            version.classes().size(),
            version.provenance().checkpointName(),
            version.provenance().checkpointSha256(),
            chances(version),
            version.visual().isPresent() ? WEIGHTS : "",
            scaled ? "\n`head[\"logit_scale\"]` is the same as `clip.logit_scale`.\n" : "",
            views(LearnerConfiguration.recordedViews(version.provenance().configuration())));
  }

  /** The lines of the example that score, as the learner itself does. */
  private static String chances(Version version) {
    return version
        .visual()
        .map(visual -> visual.scoring().expansion() > 0 ? EXPANDED + WEIGHED : WEIGHED)
        .orElse(PLAIN)
        .stripTrailing();
  }

  private static String views(int views) {
    return views == 1
        ? ""
        : """

        The learner's features are each the normalised mean of %d views of an image: %s. One view, as
        above, gives nearly the same chances; for the very same, normalise the mean of `image` over
        the views.
        """
            .formatted(
                views,
                ImageViews.of(views).stream()
                    .map(ImageTextHead::described)
                    .collect(Collectors.joining(", ")));
  }

  private static String described(ImageView view) {
    String zoom =
        view.zoom() == 1
            ? "as it is"
            : String.format(Locale.ROOT, "resized %.4f times larger before the crop", view.zoom());
    return view.mirrored() ? zoom + " and mirrored" : zoom;
  }
}
