package io.quorate.host;

import java.util.Objects;

/**
 * A host's Windows.
 *
 * @param caption its name; may be translated
 * @param version e.g. {@code 10.0.20348}
 * @param build e.g. 20348
 * @param server whether it is a server and no client
 */
public record HostSystem(String caption, String version, int build, boolean server) {
    public HostSystem {
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(version, "version");
    }
}
