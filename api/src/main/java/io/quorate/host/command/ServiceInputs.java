package io.quorate.host.command;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What the commands on services and instances of SQL Server check, and what a rehearsal pretends of them. */
final class ServiceInputs {
    /** No separators, which no service has in its name, and no wildcards, which cmdlets would take for others. */
    private static final Pattern SERVICE = Pattern.compile("[^\\\\/*?\\[\\]`\\p{Cntrl}]{1,256}");

    private static final Pattern INSTANCE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$#]{0,15}");

    private ServiceInputs() {}

    static void checkService(String service) {
        if (service.isBlank()
                || !service.equals(service.strip())
                || !SERVICE.matcher(service).matches()) {
            throw new IllegalArgumentException("not a service's name: '" + service + "'");
        }
    }

    static void checkInstance(String instance) {
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException("not an instance's name: '" + instance
                    + "'; it is MSSQLSERVER for the default instance, and without the host for a named one");
        }
    }

    static void checkProcess(long processId) {
        if (processId < 0) {
            throw new IllegalArgumentException("not a process: " + processId);
        }
    }

    static List<String> dependents(String service, List<String> dependents) {
        List<String> once = new ArrayList<>();
        for (String one : dependents) {
            checkService(one);
            if (one.equalsIgnoreCase(service) || once.stream().anyMatch(one::equalsIgnoreCase)) {
                throw new IllegalArgumentException("name every dependent once, and not the service itself: " + one);
            }
            once.add(one);
        }
        return List.copyOf(once);
    }

    static String identity(String host, String service, List<String> dependents) {
        StringBuilder identity = new StringBuilder(host + "/" + service);
        dependents.stream()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(one -> identity.append('+').append(one));
        return identity.toString();
    }

    static Target target(String host, String service) {
        return new Target("service", service + " on " + host);
    }

    static Target sqlTarget(String host, String instance) {
        return new Target("SQL Server instance", instance + " on " + host);
    }

    /** What is told of an instance of SQL Server depends on its services. */
    static Set<String> alsoChanges(String service) {
        String name = service.toUpperCase(Locale.ROOT);
        return name.startsWith("MSSQL") || name.startsWith("SQL") ? Set.of("SQL Server instance") : Set.of();
    }

    static WindowsService rehearsed(String host, String service) {
        return new WindowsService(
                host,
                service,
                Placeholder.TEXT,
                ServiceState.STOPPED,
                ServiceStart.AUTOMATIC,
                Placeholder.TEXT,
                0,
                List.of());
    }

    static List<Foretold<?>> foretold(String host, String service, UnaryOperator<WindowsService> change) {
        return List.of(
                Foretold.each(
                                GetService.class,
                                read -> read.host().equalsIgnoreCase(host)
                                        && read.service().equalsIgnoreCase(service))
                        .changed(change),
                Foretold.each(ListServices.class, read -> read.host().equalsIgnoreCase(host))
                        .changed(before -> before.stream()
                                .map(one -> one.isNamed(service) ? change.apply(one) : one)
                                .toList()));
    }

    static HostSqlInstance rehearsedSql(String host, String instance) {
        return new HostSqlInstance(
                host,
                instance,
                rehearsed(host, HostSqlInstance.serviceOf(instance)),
                rehearsed(host, HostSqlInstance.agentOf(instance)),
                Placeholder.TEXT,
                false,
                null);
    }

    static List<Foretold<?>> foretoldSql(String host, String instance, UnaryOperator<HostSqlInstance> change) {
        return List.of(
                Foretold.each(
                                GetSqlInstance.class,
                                read -> read.host().equalsIgnoreCase(host)
                                        && read.instance().equalsIgnoreCase(instance))
                        .changed(change),
                Foretold.each(ListSqlInstances.class, read -> read.host().equalsIgnoreCase(host))
                        .changed(before -> before.stream()
                                .map(one -> one.isNamed(instance) ? change.apply(one) : one)
                                .toList()));
    }
}
