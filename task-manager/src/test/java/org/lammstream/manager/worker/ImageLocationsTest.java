package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;

class ImageLocationsTest {
  private final Path folder;
  private final Path root;
  private final Path secret;

  ImageLocationsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.root = Files.createDirectories(folder.resolve("root"));
    this.secret = Files.writeString(folder.resolve("secret"), "outside");
    Files.writeString(root.resolve("in.png"), "inside");
  }

  @Test
  void aFileUnderARootIsRead() throws Exception {
    assertThat(locations().read(root.resolve("in.png").toUri())).asString().isEqualTo("inside");
  }

  @Test
  void whatDotsLeadOutOfARootIsForbidden() {
    URI uri = URI.create(root.toUri() + "../secret");
    assertThat(refused(uri)).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void whatALinkLeadsOutOfARootIsForbidden() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link.png"), secret);
    assertThat(refused(link.toUri())).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void aRootMayItselfBeALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("alias"), root);
    assertThat(new ImageLocations(List.of(link)).read(link.resolve("in.png").toUri()))
        .asString()
        .isEqualTo("inside");
  }

  @Test
  void outsideTheRootsNobodyLearnsWhichFilesExist() {
    assertThat(refused(secret.toUri())).isEqualTo(Reason.FORBIDDEN_LOCATION);
    assertThat(refused(folder.resolve("nothing").toUri())).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void aMissingFileAndAFolderAreUnreadable() throws IOException {
    assertThat(refused(root.resolve("gone.png").toUri())).isEqualTo(Reason.UNREADABLE_IMAGE);
    Path below = Files.createDirectories(root.resolve("below"));
    assertThat(refused(below.toUri())).isEqualTo(Reason.UNREADABLE_IMAGE);
  }

  @Test
  void withoutRootsEverythingIsForbidden() {
    RejectedEventException thrown =
        catchThrowableOfType(
            RejectedEventException.class,
            () -> new ImageLocations(List.of()).read(root.resolve("in.png").toUri()));
    assertThat(thrown.rejection().reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/a.png",
        "file://host/a.png",
        "file:/a.png?b",
        "file:/a.png#b",
        "file:a.png",
        "a.png",
        "jar:file:/a.jar!/a.png"
      })
  void onlyPlainFileUrisAreLookedAt(String uri) {
    assertThat(refused(URI.create(uri))).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void aRootThatHasGoneIsNoFaultOfTheEvent() throws IOException {
    ImageLocations locations = locations();
    Files.delete(root.resolve("in.png"));
    Files.delete(root);
    assertThatThrownBy(() -> locations.read(root.resolve("in.png").toUri()))
        .isInstanceOf(WorkerFaultException.class);
  }

  private ImageLocations locations() {
    return new ImageLocations(List.of(root));
  }

  private Reason refused(URI uri) {
    return catchThrowableOfType(RejectedEventException.class, () -> locations().read(uri))
        .rejection()
        .reason();
  }
}
