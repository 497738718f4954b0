package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.List;

/** Power, links and services: what happens to hosts from outside. */
final class Machines {
    private final Estate estate;
    private final World world;

    Machines(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    void powerOff(String host) {
        world.change("power cut of " + host, () -> {
            HostState state = world.get(HostState.key(host));
            if (state.power() == Power.OFF) {
                return;
            }
            estate.hypervisor().powerLost(host);
            world.put(HostState.key(host), state.with(Power.OFF));
            estate.initiators().powerLost(host);
            estate.clusterOf(host).ifPresent(c -> c.membership().serviceGone(host));
            estate.changed();
            estate.announce(host, Power.OFF);
        });
    }

    void powerOn(String host) {
        world.change("power on of " + host, () -> {
            HostState state = world.get(HostState.key(host));
            if (state.power() != Power.OFF) {
                return;
            }
            world.put(HostState.key(host), state.with(Power.POST));
            step(host, Power.POST, Power.BOOTING, estate.timings().post());
        });
    }

    private void step(String host, Power from, Power to, Duration after) {
        String path = HostState.key(host).path();
        world.schedule(after, path, host + " " + to, () -> {
            HostState state = world.get(HostState.key(host));
            if (state.power() != from) {
                return;
            }
            world.put(HostState.key(host), state.with(to));
            if (to == Power.BOOTING) {
                step(host, Power.BOOTING, Power.UP, estate.timings().boot());
            } else {
                world.update(HostGear.key(host), gear -> gear.up(world.clock().now()));
                world.update(HostRegistry.key(host), HostRegistry::up);
                world.update(HostConfigurations.key(host), HostConfigurations::started);
                estate.announce(host, Power.UP);
                estate.initiators().booted(host);
                estate.clusterOf(host).ifPresent(c -> c.membership().startService(host));
                estate.changed();
            }
        });
    }

    void link(String a, String b, boolean up) {
        world.change((up ? "link mended: " : "link cut: ") + a + " - " + b, () -> {
            world.update(LinksState.KEY, l -> l.with(a, b, up));
            for (String host : List.of(a, b)) {
                estate.clusterOf(host).ifPresent(c -> c.membership().linksChanged());
            }
            estate.changed();
        });
    }

    void killService(String host) {
        world.change("cluster service of " + host + " killed", () -> {
            estate.clusterOf(host).ifPresent(c -> c.membership().serviceKilled(host));
            estate.changed();
        });
    }

    void startService(String host) {
        world.change("cluster service of " + host + " started", () -> {
            estate.clusterOf(host).ifPresent(c -> c.membership().startService(host));
            estate.changed();
        });
    }
}
