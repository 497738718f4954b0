package io.quorate.directory;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.directory.command.AddServiceName;
import io.quorate.directory.command.GetReplication;
import io.quorate.directory.command.ListControllers;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.directory.command.PromoteController;
import io.quorate.directory.command.RemoveServiceName;
import io.quorate.error.BusyException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.host.HostBoot;
import io.quorate.host.HostClient;
import io.quorate.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    private static final Duration PROMOTION = Duration.ofHours(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Calls calls;

    /** Made by {@code Quorate.directory(endpoint)}. */
    public DirectoryClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Leads to one machine's view of the directory. */
    public DirectoryMachine machine(String host) {
        return new DirectoryMachine(calls, host);
    }

    /** Leads to the computer objects that clusters, brokers and listeners take, on one controller. */
    public DirectoryComputers computers(String controller) {
        return new DirectoryComputers(calls, controller);
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

    /**
     * Puts a service principal name on the account it is needed on ({@code Set-ADObject}). Sends nothing if it stands there. May be repeated; a
     * lost answer is settled by reading back. Needs the right to write the account.
     *
     * @throws io.quorate.error.ConflictException if it stands on another account, which is named: Kerberos would fail for both
     * @throws io.quorate.error.NotFoundException if there is no such account
     */
    public Ensured<NamedAccount> ensureServiceName(String controller, ServiceName needed) {
        return calls.ensure(new AddServiceName(controller, needed.name(), needed.account()));
    }

    /**
     * Takes a service principal name from an account that should not have it. Already gone is fine. Whoever logs in there by Kerberos by that name
     * cannot any more.
     *
     * @param consent bound to the name and the account, {@code MSSQLSvc/sql1.lab.example:1433 on svc-old}
     * @return whether it stood there
     */
    public boolean removeServiceName(String controller, ServiceName wrong, @Nullable Consent consent) {
        return calls.give(
                        Order.ensure(calls.endpoint(), new RemoveServiceName(controller, wrong.name(), wrong.account()))
                                .with(consent))
                .changed();
    }

    /**
     * Compares as {@link #compareServiceNames} does, and returns the orders that mend it, in their order, to be looked at and run: what is
     * missing is added; what is needed on one account and stands on others is taken from those, which each such order needs a consent for
     * ({@link Order#with}), and put where it is needed. A name that stands on several accounts and is not among the needed ones has no order: which of
     * its owners is right, nobody but you knows; {@link ServiceNameDiff#duplicates} names them. Changes nothing.
     */
    public List<Order<?>> mendServiceNames(String controller, List<ServiceName> needed) {
        List<NamedAccount> accounts = serviceNames(controller);
        List<Order<?>> orders = new ArrayList<>();
        for (ServiceName one : List.copyOf(needed)) {
            List<NamedAccount> holders =
                    accounts.stream().filter(account -> account.has(one.name())).toList();
            for (NamedAccount holder : holders) {
                if (!holder.isNamed(one.account())) {
                    orders.add(Order.ensure(
                            calls.endpoint(), new RemoveServiceName(controller, one.name(), holder.account())));
                }
            }
            if (holders.stream().noneMatch(holder -> holder.isNamed(one.account()))) {
                orders.add(Order.ensure(calls.endpoint(), new AddServiceName(controller, one.name(), one.account())));
            }
        }
        return List.copyOf(orders);
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
        List<String> wanted = servers.stream().map(DnsInterface::spelled).toList();
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

    /** Has a host be a further controller; see {@link #ensureController(String, PromotionSpec, List, Consent, Duration)}, within two hours. */
    public Ensured<Promotion> ensureController(
            String host, PromotionSpec spec, List<String> others, @Nullable Consent consent) {
        return ensureController(host, spec, others, consent, PROMOTION);
    }

    /**
     * Has a host be a further controller of the domain, with a DNS server ({@code Install-ADDSDomainController}, after
     * {@code Test-ADDSDomainControllerInstallation} found nothing against it), restarts it, and waits until it shares SYSVOL and NETLOGON and
     * replication is healthy between all of them, both ways.
     *
     * <p><b>Promotion abolishes the host's local accounts.</b> So the endpoint has to log in as an account of the domain, and that is looked at
     * before anything is sent. Refused besides: a node of a cluster, and a host without the role's files
     * ({@code quorate.host(...).features().ensure("AD-Domain-Services")} first). Whatever runs on the host goes down with its restart. Both
     * passwords travel as secure strings, which the session's own key encrypts, and show in no log.
     *
     * <p>May be repeated, after any failure: a host is promoted once, and what is left to do is done. A lost answer is settled by reading back; a
     * promotion that is under way is waited for. Sends nothing that changes anything if all is so already.
     *
     * @param host the host, as the endpoint names it
     * @param others all other controllers of the domain, as the endpoint names them: their replication is awaited, too
     * @param consent bound to the host, as it is given here
     * @param atMost how long all of it may take
     * @throws io.quorate.error.RejectedException if Windows refuses, with its reason, or for what stands above
     * @throws io.quorate.error.ConflictException if it is a controller of another domain
     * @throws io.quorate.error.DeadlineExceededException if it does not serve, or replication is not healthy, in time; tells what was seen last
     * @throws IllegalArgumentException if no other controller is named, or the account is the host's own
     */
    public Ensured<Promotion> ensureController(
            String host, PromotionSpec spec, List<String> others, @Nullable Consent consent, Duration atMost) {
        List<String> all = new ArrayList<>(others);
        if (all.isEmpty() || all.stream().anyMatch(host::equalsIgnoreCase)) {
            throw new IllegalArgumentException("name the other controllers, at least one");
        }
        all.add(host);
        Instant end = calls.runtime().now().plus(atMost);
        Ensured<Promotion> promoted = promote(
                Order.ensure(calls.endpoint(), new PromoteController(host, spec))
                        .within(atMost)
                        .with(consent),
                host,
                spec.domain(),
                end);
        if (promoted.value().state() == Promotion.State.RESTART_PENDING) {
            restartOnce(host, consent, end);
        }
        if (calls.rehearses()) {
            return promoted;
        }
        Promotion serving = Waiter.of(
                        calls.runtime(),
                        host + " shares SYSVOL and NETLOGON of " + spec.domain(),
                        () -> machine(host).promotion())
                .until(Promotion::isServing)
                .every(LOOK_AGAIN)
                .await(left(end));
        Waiter.of(calls.runtime(), "replication between " + all + " is healthy", () -> health(all))
                .until(DirectoryReport::isHealthy)
                .describedBy(report -> String.valueOf(report.findings()))
                .every(LOOK_AGAIN)
                .await(left(end));
        return new Ensured<>(serving, promoted.changed());
    }

    /** Gives the order; a promotion that is under way, be it somebody else's or one whose answer was lost, is waited for. */
    private Ensured<Promotion> promote(Order<Promotion> order, String host, String domain, Instant end) {
        while (true) {
            QuorateException untold;
            try {
                return calls.give(order);
            } catch (BusyException | OutcomeUnknownException e) {
                untold = e;
            }
            if (calls.rehearses()) {
                throw untold;
            }
            Promotion seen = await(host + " tells how far its promotion is", host, promotion -> true, end);
            boolean underWay = seen.state() == Promotion.State.UNDER_WAY;
            if (underWay) {
                seen = await(
                        "the promotion of " + host + " has ended",
                        host,
                        promotion -> promotion.state() != Promotion.State.UNDER_WAY,
                        end);
            }
            if (seen.isPromoted() && seen.domain().equalsIgnoreCase(domain)) {
                // asking once more would find it away: whoever has begun it restarts it now
                return new Ensured<>(seen, untold instanceof OutcomeUnknownException);
            }
            if (!underWay) {
                throw untold;
            }
        }
    }

    private Promotion await(String what, String host, Predicate<Promotion> met, Instant end) {
        return Waiter.of(calls.runtime(), what, () -> machine(host).promotion())
                .until(met)
                .every(LOOK_AGAIN)
                .await(left(end));
    }

    /** Which start of the host a promotion was seen in: read before it, so that what is pending is so since that start. */
    private record Started(HostBoot boot, Promotion promotion) {}

    /** Restarts the host for the start that is pending, unless somebody else has: who restarts it once more has it away for nothing. */
    private void restartOnce(String host, @Nullable Consent consent, Instant end) {
        HostClient machine = new HostClient(calls, host);
        while (true) {
            Started seen = Waiter.of(
                            calls.runtime(),
                            host + " tells of its start",
                            () -> new Started(machine.boot(), machine(host).promotion()))
                    .every(LOOK_AGAIN)
                    .await(left(end));
            if (seen.promotion().state() != Promotion.State.RESTART_PENDING) {
                return;
            }
            try {
                machine.restart(seen.boot(), consent, left(end));
                return;
            } catch (UnreachableException away) {
                if (calls.rehearses() || calls.runtime().now().isAfter(end)) {
                    throw away;
                }
            }
        }
    }

    private Duration left(Instant end) {
        Duration left = Duration.between(calls.runtime().now(), end);
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    static DirectoryFinding cannotTell(String machine, String subject, QuorateException unread) {
        return new DirectoryFinding(
                DirectoryFinding.Kind.CANNOT_TELL, machine, subject, String.valueOf(unread.getMessage()), List.of());
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
