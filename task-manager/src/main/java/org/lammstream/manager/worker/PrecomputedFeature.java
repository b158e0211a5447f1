package org.lammstream.manager.worker;

import org.lammstream.manager.clip.ClipModel;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/** Image features that came with the event instead of images. */
final class PrecomputedFeature {
  private static final double LENGTH_TOLERANCE = 1e-3;

  private PrecomputedFeature() {}

  /**
   * The feature, as it is.
   *
   * @throws RejectedEventException if it was made by another checkpoint, or is no L2-normalised
   *     feature of the right dimension
   */
  static float[] of(Example example, ClipModel model) throws RejectedEventException {
    if (!(example.image() instanceof ImageFeature feature)) {
      throw new IllegalStateException("no feature: " + example);
    }
    if (!feature.checkpointSha256().equals(model.sha256())) {
      throw mismatch(
          "feature of checkpoint %s, this worker has %s"
              .formatted(feature.checkpointSha256(), model.sha256()));
    }
    float[] values = feature.values();
    if (values.length != model.dimension()) {
      throw mismatch(
          "feature of dimension %d, this checkpoint has %d"
              .formatted(values.length, model.dimension()));
    }
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    if (!(Math.abs(squares - 1) < LENGTH_TOLERANCE)) { // NaN too
      throw mismatch("feature of length %.4f is not normalised".formatted(Math.sqrt(squares)));
    }
    return values;
  }

  private static RejectedEventException mismatch(String message) {
    return new RejectedEventException(Reason.FEATURE_MISMATCH, Stage.ENCODE, message);
  }
}
