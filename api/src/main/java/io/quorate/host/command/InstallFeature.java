package io.quorate.host.command;

import io.quorate.host.HostFeatures;
import io.quorate.host.WindowsFeature;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Has a role or feature installed. Done when it is so already, or will be after a restart. Never restarts the host.
 *
 * @param host the host, as the endpoint names it
 * @param feature the feature's name
 * @see HostFeatures#ensure
 */
public record InstallFeature(String host, String feature)
        implements GuardedCommand<WindowsFeature>, HostCommand<WindowsFeature> {
    private static final Pattern FEATURE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public InstallFeature {
        Inputs.checkHost(host);
        if (!FEATURE.matcher(feature).matches()) {
            throw new IllegalArgumentException("not a feature's name: '" + feature + "'");
        }
    }

    @Override
    public String name() {
        return "host.feature.install";
    }

    @Override
    public Target target() {
        return new Target("Windows feature", feature + " on " + host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(30);
    }

    @Override
    public WindowsFeature rehearsed() {
        return new WindowsFeature(host, feature, "Installed");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.each(ListFeatures.class, read -> read.host().equalsIgnoreCase(host))
                .changed(before -> before.stream()
                        .map(one -> one.isNamed(feature) && !one.installed()
                                ? new WindowsFeature(one.host(), one.name(), "Installed")
                                : one)
                        .toList()));
    }
}
