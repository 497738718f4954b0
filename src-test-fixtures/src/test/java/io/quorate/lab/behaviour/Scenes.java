package io.quorate.lab.behaviour;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Quorate;
import io.quorate.Trust;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.san.Portal;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scenes of one subject, played in order in one lab: each brings it to where its command is not so yet, and most of that is what the
 * commands before have done.
 */
abstract class Scenes implements AutoCloseable {

    /**
     * A command in a state of the lab.
     *
     * @param command the command
     * @param title what is special; empty where nothing is
     * @param stage brings the lab to where the command is not so yet, and returns it
     */
    record Scene(Class<?> command, String title, Supplier<Shot> stage) {
        Shot play() {
            return stage.get();
        }

        @Override
        public String toString() {
            return command.getSimpleName() + (title.isEmpty() ? "" : ": " + title);
        }
    }

    /**
     * A command and whom it goes to.
     *
     * @param endpoint the endpoint's name
     * @param host one of its hosts
     * @param settle lets its effect show, where that takes time after it was answered
     */
    record Shot(Command<?> command, String endpoint, String host, Runnable settle) {
        Shot(Command<?> command, String endpoint, String host) {
            this(command, endpoint, host, () -> {});
        }

        Shot settledBy(Runnable wait) {
            return new Shot(command, endpoint, host, wait);
        }
    }

    private final List<Scene> scenes = new ArrayList<>();
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    final HeardLab heard;
    final Lab lab;
    final Quorate quorate;

    Scenes(HeardLab heard) {
        this.heard = heard;
        this.lab = heard.lab();
        this.quorate = lab.connect().build();
    }

    final void scene(Class<? extends Command<?>> command, Supplier<Shot> stage) {
        scene(command, "", stage);
    }

    final void scene(Class<? extends Command<?>> command, String title, Supplier<Shot> stage) {
        scenes.add(new Scene(command, title, stage));
    }

    final Shot windows(String host, Command<?> command) {
        return new Shot(command, Lab.ENDPOINT, host);
    }

    final Shot storage(Command<?> command) {
        return new Shot(command, Lab.STORAGE, nas().name());
    }

    final Shot iscsi(Command<?> command) {
        return new Shot(command, Lab.ISCSI, nas().portals().get(0).address());
    }

    final Shot sql(String host, Command<?> command) {
        return new Shot(command, Lab.SQL, host);
    }

    final LabAppliance nas() {
        return lab.appliance(lab.applianceNames().get(0));
    }

    /** Returns the scenes in the order to play them. */
    final List<Scene> scenes() {
        return List.copyOf(scenes);
    }

    final Call call(Shot shot) {
        return new Call("everycommand", shot.host(), Deadline.in(shot.command().deadline(), lab.runtime()));
    }

    /** Returns the backend behind an endpoint, as {@link Lab#connect} has it. */
    final Backend backend(String endpoint) {
        return backends.computeIfAbsent(endpoint, name -> open(name, options(name)));
    }

    /** Returns the Windows backend with a session configuration for everything. */
    final Backend restricted(String configuration) {
        return backends.computeIfAbsent(
                Lab.ENDPOINT + " " + configuration,
                key -> open(
                        Lab.ENDPOINT,
                        Map.of("configurationName", configuration, "delegatedConfiguration", configuration)));
    }

    private Backend open(String endpoint, Map<String, String> options) {
        String scheme = switch (endpoint) {
            case Lab.ENDPOINT -> "winrm";
            case Lab.STORAGE -> "nexenta";
            case Lab.SQL -> "sqlserver";
            default -> "iscsi";
        };
        BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.scheme().equals(scheme))
                .findFirst()
                .orElseThrow();
        Map<String, URI> addresses = new LinkedHashMap<>();
        hosts(endpoint).forEach(host -> addresses.put(host, provider.address(host)));
        return provider.open(
                new Endpoint(
                        endpoint,
                        scheme,
                        addresses,
                        credentials(endpoint),
                        new Trust.Authorities(lab.caCertificates()),
                        options),
                lab.runtime());
    }

    private List<String> hosts(String endpoint) {
        return switch (endpoint) {
            case Lab.ENDPOINT -> lab.hostNames();
            case Lab.STORAGE -> List.of(nas().name());
            case Lab.SQL -> lab.sql().names();
            default -> nas().portals().stream().map(Portal::address).toList();
        };
    }

    @Nullable
    Credentials credentials(String endpoint) {
        return switch (endpoint) {
            case Lab.ENDPOINT -> Credentials.basic(lab.username(), lab.password());
            case Lab.STORAGE -> Credentials.basic(nas().username(), nas().password());
            case Lab.SQL -> Credentials.basic(lab.sql().username(), lab.sql().password());
            default ->
                nas().chap()
                        .map(chap -> Credentials.chap(chap.user(), chap.secret()))
                        .orElse(null);
        };
    }

    private static Map<String, String> options(String endpoint) {
        return switch (endpoint) {
            case Lab.ENDPOINT -> Map.of("delegatedConfiguration", Lab.DELEGATED);
            case Lab.STORAGE, Lab.SQL -> Map.of();
            default -> Map.of("access", "read-write");
        };
    }

    @Override
    public void close() {
        backends.values().forEach(Backend::close);
        quorate.close();
        heard.close();
    }
}
