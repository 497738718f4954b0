package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.model.ControllerState;
import io.quorate.lab.model.DirectoryModel;
import io.quorate.lab.model.Estate;
import java.time.Duration;
import java.util.List;

/** What happens to a lab's domain controllers, and to the DNS clients of its hosts. Thread-safe. */
public final class LabDirectory {
    private final DirectoryModel model;

    LabDirectory(Estate estate) {
        this.model = estate.directory();
    }

    /** Returns the controllers' names. */
    public List<String> controllers() {
        return model.controllers().stream().map(ControllerState::host).toList();
    }

    /** Gives an interface of a host other DNS servers, as somebody at its console would. */
    public void dnsServers(String host, String alias, List<String> servers) {
        model.servers(host, alias, servers);
    }

    /** Gives a host one more interface. */
    public void addInterface(String host, String alias, List<String> dnsServers, boolean registers) {
        model.addInterface(host, alias, dnsServers, registers);
    }

    /** Stops a controller's DNS server; all else of it goes on. */
    public void stopDns(String controller) {
        model.dnsServer(controller, false);
    }

    /** Starts a controller's DNS server. */
    public void startDns(String controller) {
        model.dnsServer(controller, true);
    }

    /** Has a controller's DNS server answer at one more address, an IPv6 one for example. */
    public void answersAt(String controller, String address) {
        model.answersAt(controller, address);
    }

    /** Has a DNS server answer at an address that knows nothing of the domain. */
    public void foreignDns(String address) {
        model.foreignDns(address);
    }

    /** Has each attempt of a controller to pull end in an error number, 8457 where somebody has switched it off. */
    public void failInbound(String controller, int code) {
        if (code <= 0) {
            throw new IllegalArgumentException("not an error number: " + code);
        }
        model.inbound(controller, code);
    }

    /** Has a controller not even try to pull, so that it falls behind without an error. */
    public void stallInbound(String controller) {
        model.inbound(controller, ControllerState.STALLED);
    }

    /** Has a controller pull again. */
    public void healInbound(String controller) {
        model.inbound(controller, 0);
    }

    /**
     * Puts a service principal name on an account, even if another has it, as two controllers do that do not know of each other's change; a
     * computer's account ends in {@code $}.
     */
    public void serviceName(String account, String name) {
        model.serviceName(account, name);
    }

    /** Takes a service principal name from an account, as somebody else would. */
    public void withoutServiceName(String account, String name) {
        model.withoutServiceName(account, name);
    }

    /** Sets how far a controller's clock is ahead of the others'. */
    public void clockAhead(String controller, Duration ahead) {
        model.clock(controller, ahead);
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
