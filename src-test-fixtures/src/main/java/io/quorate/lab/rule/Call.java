package io.quorate.lab.rule;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.ClusterState;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LabError.NetException;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of a rule, with what rules need: the estate, the caller's cluster, changes with a cause, waits in the world's time. */
final class Call {
    /** How long a cmdlet waits for what it started if nothing else is said. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private final String cmdlet;
    private final Invocation invocation;
    private final Estate estate;
    private final Errors errors;
    private final LiveObjects objects;

    Call(String cmdlet, Invocation invocation, Estate estate, Errors errors, LiveObjects objects) {
        this.cmdlet = cmdlet;
        this.invocation = invocation;
        this.estate = estate;
        this.errors = errors;
        this.objects = objects;
    }

    Bound args() {
        return invocation.args();
    }

    Estate estate() {
        return estate;
    }

    World world() {
        return estate.world();
    }

    Errors errors() {
        return errors;
    }

    CimObjects cim() {
        return new CimObjects(estate);
    }

    LiveObjects objects() {
        return objects;
    }

    /** Returns who calls. */
    Caller caller() {
        return invocation.caller();
    }

    /** Returns the name of the host the session is on. */
    String host() {
        return estate.host(invocation.caller().host()).name();
    }

    void write(@Nullable Object value) {
        invocation.write(value);
    }

    void error(LabError error) {
        invocation.writeError(error);
    }

    void warning(String key, String... arguments) {
        invocation.writeWarning(errors.texts().text(key, arguments));
    }

    /** Makes a change, caused by this cmdlet. */
    <T> T change(Supplier<T> action) {
        return world().change(cause(), action);
    }

    void change(Runnable action) {
        world().change(cause(), action);
    }

    private String cause() {
        return cmdlet.substring(cmdlet.indexOf('\\') + 1) + " by "
                + invocation.caller().user() + " on " + host();
    }

    /** Waits in the world's time; ends early when the client stops the pipeline or the host loses power. */
    void await(String what, BooleanSupplier condition, Duration limit) {
        try {
            boolean ignored = world().await(
                            cmdlet + ": " + what,
                            () -> invocation.stopped() || estate.power(host()) != Power.UP || condition.getAsBoolean(),
                            limit);
            if (invocation.stopped() || estate.power(host()) != Power.UP) {
                throw stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    /** Lets the cmdlet take its time. */
    void take(Duration time) {
        await("its own work", () -> false, time);
    }

    private static LabError stopped() {
        return new LabError(
                "PipelineStopped",
                "OperationStopped",
                null,
                List.of(new NetException(
                        "System.Management.Automation.PipelineStoppedException",
                        "The pipeline has been stopped.",
                        0x80131509,
                        null)));
    }

    /** Reads {@code -Wait}: absent waits for the end, a number of seconds so long; a bare switch for the end, too. */
    Duration patience() {
        Long seconds = Values.number(args().get("Wait"));
        return seconds == null ? PATIENCE : Duration.ofSeconds(seconds);
    }

    // second hop

    /** Denies what another machine has to agree to, unless the token may travel. */
    void requireDelegation() {
        if (!invocation.caller().delegatable()) {
            throw new Refusal(Refusal.Reason.ACCESS_DENIED, cmdlet);
        }
    }

    /** Denies it if it concerns another host than the caller's. */
    void requireDelegation(@Nullable String otherHost) {
        if (otherHost != null && !otherHost.equalsIgnoreCase(host())) {
            requireDelegation();
        }
    }

    // clusters

    /**
     * Returns the cluster the cmdlet works on: that of {@code -Cluster} or of a piped cluster object, else the host's own, which must
     * answer there.
     */
    Cluster cluster() {
        String name = clusterName();
        Optional<Cluster> own = estate.clusterOf(host());
        if (name != null && !name.equals(".")) {
            Cluster named =
                    estate.findCluster(name).orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, name));
            if (own.isEmpty() || own.get() != named) {
                requireDelegation();
                if (!named.state().quorate()) {
                    throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, name);
                }
                return named;
            }
        }
        return own.filter(c -> c.serves(host()))
                .orElseThrow(() -> new Refusal(Refusal.Reason.NO_CLUSTER_SERVICE, host()));
    }

    private @Nullable String clusterName() {
        String name = args().text("Cluster");
        if (name != null) {
            return name;
        }
        return args().get("InputObject") instanceof LiveObject live && live.model() instanceof ClusterState state
                ? state.name()
                : null;
    }

    /** Returns the states behind the live objects of an argument that are of the given type. */
    <T> List<T> models(String parameter, Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Object value : Values.items(args().get(parameter))) {
            if (value instanceof LiveObject live && type.isInstance(live.model())) {
                found.add(type.cast(live.model()));
            }
        }
        return found;
    }

    /** Writes what a CIM module writes when a value names nothing. */
    void none(String cimClass, String property, String value) {
        error(errors().noSuchInstance(cimClass, property, value));
    }

    /** Refuses a parameter's value that Windows knows and the lab does not. */
    LabError notSimulated(String what) {
        return Errors.notSimulated(world(), cmdlet + " " + what);
    }

    /** Tells whether a name matches a pattern with {@code *} and {@code ?}, ignoring case. */
    static boolean like(String name, String pattern) {
        return like(name.toLowerCase(Locale.ROOT), 0, pattern.toLowerCase(Locale.ROOT), 0);
    }

    private static boolean like(String name, int n, String pattern, int p) {
        int back = -1;
        int mark = 0;
        int i = n;
        int j = p;
        while (i < name.length()) {
            if (j < pattern.length() && (pattern.charAt(j) == '?' || pattern.charAt(j) == name.charAt(i))) {
                i++;
                j++;
            } else if (j < pattern.length() && pattern.charAt(j) == '*') {
                back = j++;
                mark = i;
            } else if (back >= 0) {
                j = back + 1;
                i = ++mark;
            } else {
                return false;
            }
        }
        while (j < pattern.length() && pattern.charAt(j) == '*') {
            j++;
        }
        return j == pattern.length();
    }

    static boolean wild(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }
}
