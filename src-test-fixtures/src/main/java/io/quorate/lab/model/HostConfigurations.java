package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The session configurations of a host: what is registered, and what its WinRM service serves, which is what was registered when it started.
 *
 * @param host computer name
 * @param registered what is registered
 * @param served what the running service knows
 * @param keepsNoPasswords whether a policy forbids configurations that keep a password
 */
public record HostConfigurations(
        String host, List<SessionEndpoint> registered, List<SessionEndpoint> served, boolean keepsNoPasswords) {
    public HostConfigurations {
        registered = List.copyOf(registered);
        served = List.copyOf(served);
    }

    /** Returns the entity's key. */
    public static Key<HostConfigurations> key(String host) {
        return new Key<>(HostConfigurations.class, "host/" + host + "/configurations");
    }

    /** Returns the names of those that are registered, and of those that are not any more and that the service goes on to serve. */
    public List<String> names() {
        return Stream.concat(registered.stream(), served.stream())
                .map(SessionEndpoint::name)
                .distinct()
                .toList();
    }

    /** Finds a registered one by name, ignoring case. */
    public Optional<SessionEndpoint> find(String name) {
        return registered.stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns it with one more that is registered. */
    public HostConfigurations with(SessionEndpoint one) {
        List<SessionEndpoint> more = new ArrayList<>(registered);
        more.add(one);
        return new HostConfigurations(host, more, served, keepsNoPasswords);
    }

    /** Returns it with one less that is registered. */
    public HostConfigurations without(String name) {
        List<SessionEndpoint> less = new ArrayList<>(registered);
        less.removeIf(one -> one.name().equalsIgnoreCase(name));
        return new HostConfigurations(host, less, served, keepsNoPasswords);
    }

    /** Returns it after a start of the service. */
    HostConfigurations started() {
        return new HostConfigurations(host, registered, registered, keepsNoPasswords);
    }
}
