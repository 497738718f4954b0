package io.quorate.lab.model;

import io.quorate.Size;
import java.util.List;

/**
 * What a host is, for good.
 *
 * @param name computer name, NetBIOS
 * @param domain DNS domain
 * @param os Windows Server version: 2016, 2019, 2022 or 2025
 * @param cores logical processors
 * @param memory physical memory
 * @param switches names of its virtual switches
 */
public record HostSpec(String name, String domain, int os, int cores, Size memory, List<String> switches) {
    public HostSpec {
        switches = List.copyOf(switches);
    }

    /** Returns the DNS name. */
    public String fqdn() {
        return name + "." + domain;
    }

    /** Returns the Windows build number. */
    public int build() {
        return switch (os) {
            case 2016 -> 14393;
            case 2019 -> 17763;
            case 2022 -> 20348;
            case 2025 -> 26100;
            default -> throw new IllegalStateException("Windows Server " + os);
        };
    }

    /** Returns the configuration version a new VM gets. */
    public String vmVersion() {
        return switch (os) {
            case 2016 -> "8.0";
            case 2019 -> "9.0";
            case 2022 -> "10.0";
            default -> "12.0";
        };
    }
}
