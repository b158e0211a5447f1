package org.lammstream.manager.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;

/** The parts of a form, in files of the server's own folder until the request is answered. */
public final class Upload {
  private final List<Part> parts;

  Upload(MultiPartFormData.Parts parts) {
    this.parts =
        StreamSupport.stream(parts.spliterator(), false).map(part -> new Part(part)).toList();
  }

  /** All parts in the order they came. */
  public List<Part> parts() {
    return parts;
  }

  /** One part of a form. */
  public static final class Part {
    private final MultiPart.Part part;

    private Part(MultiPart.Part part) {
      this.part = part;
    }

    /** Name of the form's field; empty where the client gave none. */
    public String name() {
      return Objects.requireNonNullElse(part.getName(), "");
    }

    /** Name of the file as the client gave it; empty where it gave none. Only for messages. */
    public String fileName() {
      return Objects.requireNonNullElse(part.getFileName(), "");
    }

    /** Size in bytes. */
    public long length() {
      return part.getLength();
    }

    /** The whole content. */
    public byte[] bytes() throws IOException {
      try (InputStream in = Content.Source.asInputStream(part.getContentSource())) {
        return in.readAllBytes();
      }
    }
  }
}
