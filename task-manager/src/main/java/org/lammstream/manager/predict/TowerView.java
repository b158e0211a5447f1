package org.lammstream.manager.predict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.ImageTower;

/**
 * A view of an image and the prompts in the image tower that it is to be seen with.
 *
 * @param prompts empty for the untouched tower
 */
record TowerView(PixelImage image, Optional<ImagePrompts> prompts) {

  /** Features of views in their order; those with equal prompts go through the tower together. */
  static float[][] features(ClipModel model, List<TowerView> views) {
    Map<Optional<ImagePrompts>, List<Integer>> groups = new HashMap<>();
    for (int i = 0; i < views.size(); i++) {
      groups.computeIfAbsent(views.get(i).prompts(), unused -> new ArrayList<>()).add(i);
    }
    float[][] features = new float[views.size()][];
    groups.forEach(
        (prompts, members) -> {
          List<PixelImage> images = members.stream().map(i -> views.get(i).image()).toList();
          float[][] encoded = new ImageTower(model, prompts).features(images);
          for (int i = 0; i < encoded.length; i++) {
            features[members.get(i)] = encoded[i];
          }
        });
    return features;
  }
}
