package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.lab.nef.NefSettings;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.san.ChapLogin;
import io.quorate.san.Portal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a builder is told about a storage appliance. Use it inside the lambda only; not thread-safe. */
public final class ApplianceSpec {
    private static final int HIGHEST_PORT = 65_535;

    final String name;
    final List<Portal> portals = new ArrayList<>(List.of(Portal.of("10.0.0.5"), Portal.of("10.0.1.5")));
    final NefSettings settings = new NefSettings();
    private final List<UnaryOperator<SimulatedAppliance.Builder>> parts = new ArrayList<>();
    int managementPort;
    int iscsiPort;

    @Nullable
    ChapLogin chap;

    ApplianceSpec(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Adds a pool. */
    public ApplianceSpec pool(String pool, Size size) {
        parts.add(b -> b.pool(pool, size.bytes()));
        return this;
    }

    /** Adds a volume group, {@code pool/name}. */
    public ApplianceSpec volumeGroup(String path) {
        parts.add(b -> b.volumeGroup(path));
        return this;
    }

    /** Adds a thin volume. */
    public ApplianceSpec volume(String path, Size size) {
        parts.add(b -> b.volume(path, size.bytes()));
        return this;
    }

    /** Sets the account of the management. */
    public ApplianceSpec account(String user, Secret password) {
        parts.add(b -> b.account(user, password));
        return this;
    }

    /** Sets where it listens for initiators; 10.0.0.5 and 10.0.1.5 on port 3260 by default. Really both lead to one loopback port. */
    public ApplianceSpec portals(Portal... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("at least one portal");
        }
        portals.clear();
        portals.addAll(List.of(values));
        return this;
    }

    /** Has the SDK's own initiator log in with CHAP; the appliance learns of it when somebody tells it. */
    public ApplianceSpec chap(ChapLogin value) {
        chap = Objects.requireNonNull(value, "chap");
        return this;
    }

    /** Keeps the blocks in sparse files of a directory instead of in memory. */
    public ApplianceSpec blocksIn(Path directory) {
        parts.add(b -> b.blocksIn(directory));
        return this;
    }

    /** Has management listen on a given port instead of a free one. */
    public ApplianceSpec managementPort(int port) {
        managementPort = checked(port);
        return this;
    }

    /** Has the iSCSI target listen on a given port instead of a free one. */
    public ApplianceSpec iscsiPort(int port) {
        iscsiPort = checked(port);
        return this;
    }

    /** Returns how management behaves, to be changed. */
    public ManagementSettings management() {
        return settings;
    }

    private static int checked(int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        return port;
    }

    SimulatedAppliance build(SimulatedAppliance.Builder builder) {
        SimulatedAppliance.Builder filled = builder;
        for (UnaryOperator<SimulatedAppliance.Builder> part : parts) {
            filled = part.apply(filled);
        }
        return filled.build();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("name", name)
                .with("portals", portals)
                .with("managementPort", managementPort == 0 ? null : managementPort)
                .with("iscsiPort", iscsiPort == 0 ? null : iscsiPort)
                .with("chap", chap)
                .toString();
    }
}
