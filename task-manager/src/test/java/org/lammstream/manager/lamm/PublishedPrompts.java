package org.lammstream.manager.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Test kit: prompts as the published codes of CoOp+LAMM and MaPLe+LAMM set them up. */
final class PublishedPrompts implements AutoCloseable {

  static final LossWeights UNIT =
      new LossWeights(OptionalDouble.of(1), 1, 1, 0, 0, 0, LossWeights.Distillation.REFERENCE, 2);

  private final ClipModel model;
  final PromptSettings settings;
  final PromptPlan plan;
  final PromptForward forward;

  private PublishedPrompts(
      ClipModel model, PromptMethod method, PromptSettings settings, JsonNode entry) {
    this.model = model;
    this.settings = settings;
    PromptImages unused =
        method.promptsImages()
            ? new PromptImages.Pixels((indexes, epoch) -> new float[0])
            : new PromptImages.Features(List.of());
    List<String> names = Json.strings(entry.get("classnames"));
    this.plan =
        PromptPlan.of(model, new PromptTask(names, unused, new int[] {0}, method, settings, 1));
    this.forward = new PromptForward(model, plan, settings.path());
  }

  static PublishedPrompts coop(ClipModel model, JsonNode entry, Path path) {
    PromptMethod method = PromptMethod.COOP_LAMM;
    return new PublishedPrompts(model, method, PromptSettings.published(method).with(path), entry);
  }

  static PublishedPrompts maple(ClipModel model, JsonNode entry, Path path) {
    PromptMethod method = PromptMethod.MAPLE_LAMM;
    PromptSettings settings =
        PromptSettings.published(method)
            .with(
                new ContextStart.Words("a photo of a", OptionalInt.of(entry.get("n_ctx").asInt())),
                false)
            .with(PromptLayout.REFERENCE, PromptAnchors.MOVING)
            .withDepth(entry.get("prompt_depth").asInt())
            .with(path);
    return new PublishedPrompts(model, method, settings, entry);
  }

  /** A run from the given start. */
  PromptRun run(LossWeights weights, int shots, PromptParameters start) {
    return new PromptRun(model, plan, forward, settings.with(weights), shots, start);
  }

  /** Stored parameters, by the plan's names, from the files {@code prefix + name + suffix}. */
  PromptParameters stored(String prefix, String suffix) {
    Map<String, Tensor> all = new TreeMap<>();
    plan.start()
        .tensors()
        .forEach(
            (name, tensor) ->
                all.put(
                    name,
                    new Tensor(
                        Npy.read(Fixtures.path(prefix + name + suffix)).floats(), tensor.shape())));
    return new PromptParameters(new TreeMap<>(all));
  }

  @Override
  public void close() {
    forward.close();
  }
}
