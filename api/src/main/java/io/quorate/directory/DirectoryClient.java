package io.quorate.directory;

import io.quorate.call.Calls;
import io.quorate.directory.command.GetReplication;
import io.quorate.directory.command.ListControllers;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.error.QuorateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The directory behind an endpoint whose hosts are domain controllers and the machines that depend on them. Whatever is asked is asked on the
 * host that is named, and of that host: a controller is asked about itself, so that no second hop is needed.
 *
 * <p>For this client and all it leads to: a call takes two minutes at most. Reading may always be repeated. Controllers need the ActiveDirectory
 * module, which they have, and an account that may log on to them; machines need nothing installed. Every method throws a
 * {@link QuorateException}: unreachable, untrusted, access denied, busy, deadline exceeded, bad reply; what else to expect stands with the
 * method. Verified in the lab. Immutable and thread-safe; navigation does no I/O.
 */
public final class DirectoryClient {
    /** Within a site, controllers ask each other every hour even if nothing changes; two hours without success is one missed. */
    public static final Duration BEHIND = Duration.ofHours(2);

    private final Calls calls;

    /** Made by {@code Quorate.directory(endpoint)}. */
    public DirectoryClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Leads to one machine's view of the directory. */
    public DirectoryMachine machine(String host) {
        return new DirectoryMachine(calls, host);
    }

    /** Lists the domain's controllers, as this one knows them. That one is listed does not say that it runs. Changes nothing. */
    public List<DomainController> controllers(String controller) {
        return calls.run(new ListControllers(controller));
    }

    /** Reads from whom a controller pulls, when that last succeeded, and in what number the last attempt ended. Changes nothing. */
    public ControllerReplication replication(String controller) {
        return calls.run(new GetReplication(controller));
    }

    /** Lists the accounts of the domain that service principal names stand on, as this controller knows them. Changes nothing. */
    public List<NamedAccount> serviceNames(String controller) {
        return calls.run(new ListServiceNames(controller));
    }

    /**
     * Compares the service principal names that are needed with those this controller knows: what is missing, what stands on another account,
     * what stands on several. Changes nothing. In a forest of several domains duplicates in the others are not seen.
     */
    public ServiceNameDiff compareServiceNames(String controller, List<ServiceName> needed) {
        return ServiceNameDiff.of(List.copyOf(needed), serviceNames(controller));
    }

    /** Judges the replication of these controllers; see {@link #health(List, Duration)}, with {@link #BEHIND}. */
    public DirectoryReport health(List<String> controllers) {
        return health(controllers, BEHIND);
    }

    /**
     * Judges the replication of these controllers, side by side, by their clocks and their error numbers, never by words. A controller that
     * cannot be read, one that is listed and was not asked, and a link without its numbers are findings, too. Changes nothing.
     *
     * @param controllers all of the domain's, as the endpoint names them
     * @param behind how long ago the last success of a link may be; between sites at least twice their interval
     * @throws IllegalArgumentException if none is named, or the time is not positive
     */
    public DirectoryReport health(List<String> controllers, Duration behind) {
        if (controllers.isEmpty() || behind.isNegative() || behind.isZero()) {
            throw new IllegalArgumentException("name the controllers, and a positive time");
        }
        return ReplicationCheck.judge(calls.atEach(controllers, this::seen), behind);
    }

    private ReplicationCheck.Seen seen(String controller) {
        Instant before = calls.runtime().now();
        try {
            ControllerReplication replication = replication(controller);
            Instant after = calls.runtime().now();
            Instant between = before.plus(Duration.between(before, after).dividedBy(2));
            return new ReplicationCheck.Seen(controller, replication, between, controllers(controller), null);
        } catch (QuorateException unread) {
            return new ReplicationCheck.Seen(controller, null, before, List.of(), unread);
        }
    }

    /**
     * Checks each machine's DNS servers, side by side: that every interface that asks has a second one, that the first one answers and the
     * others too, that they know the domain, and that the name is registered where others reach it. Each server is asked from the machine
     * itself. A machine that cannot be read is a finding, too. Changes nothing.
     *
     * @param machines the machines, as the endpoint names them
     * @param servers the addresses every machine should ask, the first one first, for the orders that mend; empty for none
     */
    public DirectoryReport checkDns(List<String> machines, List<String> servers) {
        List<String> wanted = List.copyOf(servers);
        return new DirectoryReport(
                calls
                        .atEach(
                                machines,
                                machine -> new DnsCheck(calls.endpoint(), machine(machine), machine, wanted).judge())
                        .stream()
                        .flatMap(List::stream)
                        .toList());
    }

    /** Checks that a controller answers for the domain at each of these machines, as they see it. Changes nothing. */
    public DirectoryReport checkLogon(List<String> machines) {
        return new DirectoryReport(calls.atEach(machines, this::logon).stream()
                .flatMap(List::stream)
                .toList());
    }

    private List<DirectoryFinding> logon(String machine) {
        try {
            DomainView view = machine(machine).domain();
            if (!view.isMember()) {
                return List.of(new DirectoryFinding(
                        DirectoryFinding.Kind.NOT_IN_DOMAIN,
                        machine,
                        view.domain(),
                        "its role is " + view.role(),
                        List.of()));
            }
            return view.controller().isEmpty()
                    ? List.of(new DirectoryFinding(
                            DirectoryFinding.Kind.NOBODY_ANSWERS,
                            machine,
                            view.domain(),
                            "Windows names no controller there",
                            List.of()))
                    : List.of();
        } catch (QuorateException unread) {
            return List.of(cannotTell(machine, machine, unread));
        }
    }

    static DirectoryFinding cannotTell(String machine, String subject, QuorateException unread) {
        return new DirectoryFinding(
                DirectoryFinding.Kind.CANNOT_TELL, machine, subject, String.valueOf(unread.getMessage()), List.of());
    }
}
