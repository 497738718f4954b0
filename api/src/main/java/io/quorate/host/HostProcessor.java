package io.quorate.host;

import java.util.Objects;

/**
 * A host's processors, which are alike.
 *
 * @param vendor e.g. {@code GenuineIntel}
 * @param model what it calls itself
 * @param x64 whether it is a 64-bit Intel or AMD
 * @param sockets how many there are
 * @param logical how many logical ones there are
 * @param virtualization whether firmware, processor and second-level address translation allow virtual machines; once a hypervisor runs Windows
 *     tells no more, and that it runs tells it
 * @param hypervisor whether a hypervisor runs
 * @param executionPrevention whether Windows has data execution prevention (NX, XD)
 */
public record HostProcessor(
        String vendor,
        String model,
        boolean x64,
        int sockets,
        int logical,
        boolean virtualization,
        boolean hypervisor,
        boolean executionPrevention) {
    public HostProcessor {
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(model, "model");
    }
}
