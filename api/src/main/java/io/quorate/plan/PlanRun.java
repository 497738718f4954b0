package io.quorate.plan;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.ErrorReport;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.Command;
import io.quorate.tree.RecordSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a plan step by step, after refusing all that can be known to fail. Belongs to one thread. */
final class PlanRun {
    private static final Logger log = LoggerFactory.getLogger(PlanRun.class);
    private static final String OPERATION = "plan.run";

    private final Plan plan;
    private final Function<String, Calls> doors;
    private final RunSpec spec;

    PlanRun(Plan plan, Function<String, Calls> doors, RunSpec spec) {
        this.plan = plan;
        this.doors = doors;
        this.spec = spec;
    }

    PlanResult run() {
        Map<String, Calls> endpoints = endpoints();
        checkPlaceholders();
        List<Order<?>> orders = withSecrets();
        checkSupport(endpoints);
        orders = withConsents(orders);
        List<StepResult> done = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            int number = i + 1;
            PlanStep step = plan.steps().get(i);
            tell(() -> spec.listener.started(number, step));
            try {
                Ensured<?> ensured = door(endpoints, step).give(orders.get(i));
                StepResult result = new StepResult(step, ensured.changed(), ensured.value());
                done.add(result);
                tell(() -> spec.listener.done(number, result));
            } catch (RuntimeException e) {
                PlanStopped at = new PlanStopped(number, plan, done);
                e.addSuppressed(at);
                tell(() -> spec.listener.stopped(at));
                throw e;
            }
        }
        return new PlanResult(done);
    }

    private Map<String, Calls> endpoints() {
        Map<String, Calls> endpoints = new LinkedHashMap<>();
        Set<String> strangers = new LinkedHashSet<>();
        for (PlanStep step : plan.steps()) {
            String name = step.order().endpoint();
            try {
                endpoints.putIfAbsent(name, doors.apply(name));
            } catch (IllegalArgumentException e) {
                strangers.add(String.valueOf(e.getMessage()));
            }
        }
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("the plan cannot be run here: " + String.join("; ", strangers));
        }
        return endpoints;
    }

    private static Calls door(Map<String, Calls> endpoints, PlanStep step) {
        return Objects.requireNonNull(endpoints.get(step.order().endpoint()));
    }

    private void checkPlaceholders() {
        for (int i = 0; i < plan.steps().size(); i++) {
            Order<?> order = plan.steps().get(i).order();
            Placeholders.refuse(
                    order.arguments(), PlanCodec.at(i, order.command().name()).name("arguments"));
        }
    }

    private void checkSupport(Map<String, Calls> endpoints) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Order<?> order = plan.steps().get(i).order();
            List<String> remedies = door(endpoints, plan.steps().get(i)).missingFor(order.command());
            if (!remedies.isEmpty()) {
                missing.add(PlanCodec.at(i, order.command().name()) + ": " + String.join("; ", remedies));
            }
        }
        if (!missing.isEmpty()) {
            throw new UnsupportedException(
                    report("nothing was begun, because there is no way to run " + String.join("; ", missing), null),
                    missing,
                    null);
        }
    }

    private List<Order<?>> withSecrets() {
        Map<String, Secret> known = new TreeMap<>();
        Set<String> unknown = new TreeSet<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Command<?> command = plan.steps().get(i).order().command();
            if (command instanceof Record record) {
                unknown.addAll(RecordSecrets.missing(record, PlanCodec.at(i, command.name())));
            }
        }
        for (String name : List.copyOf(unknown)) {
            Secret secret = spec.secrets.apply(name);
            if (secret != null && secret.usable()) {
                known.put(name, secret);
                unknown.remove(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the plan names secrets that are not known here: "
                    + String.join(", ", unknown) + "; give run a resolver that knows them");
        }
        List<Order<?>> orders = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            orders.add(withSecrets(plan.steps().get(i).order(), known, i));
        }
        return orders;
    }

    private static <R> Order<R> withSecrets(Order<R> order, Map<String, Secret> known, int index) {
        if (!(order.command() instanceof Record record)) {
            return order;
        }
        Record resolved = RecordSecrets.resolve(
                record, known::get, PlanCodec.at(index, order.command().name()).name("arguments"));
        @SuppressWarnings("unchecked") // a record is resolved to one of the same class
        Command<R> command = (Command<R>) resolved;
        return Order.ensure(order.endpoint(), command).within(order.deadline());
    }

    private List<Order<?>> withConsents(List<Order<?>> orders) {
        Set<String> missing = new LinkedHashSet<>();
        List<Order<?>> consented = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            String identity = plan.steps().get(i).identity();
            Consent consent = identity == null ? null : spec.consentFor(identity);
            if (identity != null && consent == null) {
                missing.add(identity);
            }
            consented.add(orders.get(i).with(consent));
        }
        if (!missing.isEmpty()) {
            String given = spec.consents.isEmpty()
                    ? "no consent was given"
                    : "consents were given for "
                            + String.join(
                                    ", ",
                                    spec.consents.stream()
                                            .map(Consent::identity)
                                            .toList());
            throw new ConsentRequiredException(
                    report(
                            "nothing was begun, because steps can lose data or service and need consents for "
                                    + String.join(", ", missing) + "; " + given,
                            "pass Consent.to(identity, reason) for each of them if these objects are meant"),
                    missing.iterator().next());
        }
        return consented;
    }

    private ErrorReport report(String said, @Nullable String hint) {
        return new ErrorReport(
                OPERATION,
                "plan of " + plan.steps().size() + " steps",
                null,
                null,
                null,
                0,
                Duration.ZERO,
                said,
                null,
                hint,
                null);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.warn("a plan's listener failed", e);
        }
    }
}
