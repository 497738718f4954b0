package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** The JUnit extension behind {@link HaLab}. */
public final class LabExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    /** Threads of the SDK: they end with the client that began them. */
    private static final Pattern OURS = Pattern.compile("quorate-(winrm|nexenta|iscsi|mssql|sql)");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LabExtension.class);
    private static final long PATIENCE_MILLIS = 5_000;

    /** The configuration parameter that says how many milliseconds threads have to end when a test is over. */
    static final String PATIENCE = "quorate.lab.patience";

    private record Running(Lab lab, Mark mark, @Nullable ClassLoader before) {}

    /**
     * Marks a test's threads: a thread inherits the context class loader of the one that starts it, and anybody can read it. It loads nothing
     * itself. So that a thread is told apart from those of a test that runs beside this one.
     */
    private static final class Mark extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        Mark(@Nullable ClassLoader loader) {
            super(loader == null ? getSystemClassLoader() : loader);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LabBuilder builder = builder(settings(context));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Mark mark = new Mark(before);
        Thread.currentThread().setContextClassLoader(mark);
        try {
            context.getStore(NAMESPACE).put(Running.class, new Running(builder.start(), mark, before));
        } catch (RuntimeException e) {
            Thread.currentThread().setContextClassLoader(before);
            throw e;
        }
    }

    /** Finds the annotation of the test, else that of its class, else that of the class around it. */
    private static HaLab settings(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<HaLab> found = AnnotationSupport.findAnnotation(at.get().getElement(), HaLab.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("the test is not annotated with @HaLab");
    }

    private static LabBuilder builder(HaLab settings) {
        LabBuilder builder = Lab.builder()
                .seed(settings.seed())
                .clock(settings.clock())
                .os(settings.os())
                .locale(settings.locale());
        for (String host : settings.hosts()) {
            builder.host(host);
        }
        for (int size : settings.sharedDisks()) {
            if (size <= 0) {
                throw new IllegalArgumentException("@HaLab: a shared disk has 1 GiB or more, not " + size);
            }
            builder.sharedDisk(Size.gib(size));
        }
        if (!settings.runAs().isEmpty()) {
            builder.runAs(Lab.DELEGATED, settings.runAs());
        }
        builder.logins(logins -> logIns(settings, logins));
        if (!settings.domain().isEmpty()) {
            builder.domain(settings.domain(), domain -> domain(settings, domain));
        } else if (settings.users().length > 0 || settings.kerberos()) {
            throw new IllegalArgumentException("@HaLab: users and Kerberos are a domain's, and it names none");
        }
        if (settings.appliance()) {
            builder.appliance(Lab.STORY_APPLIANCE, Lab::storyAppliance);
        }
        if (!settings.cluster().isEmpty()) {
            builder.cluster(settings.cluster());
        }
        return builder;
    }

    private static void logIns(HaLab settings, LoginSpec logins) {
        logins.channelBinding(settings.channelBinding());
        if (settings.logins().length > 0) {
            logins.offer(settings.logins());
        }
        if (settings.http()) {
            logins.http();
        }
    }

    private static void domain(HaLab settings, DomainSpec domain) {
        for (String user : settings.users()) {
            domain.user(user, Secret.of(LabBuilder.PASSWORD));
        }
        if (settings.kerberos()) {
            domain.kerberos();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Running running = context.getStore(NAMESPACE).remove(Running.class, Running.class);
        if (running == null) {
            return;
        }
        Lab lab = running.lab();
        List<String> problems = new ArrayList<>(lab.violations());
        List<String> unfired = lab.faults().unfired().stream()
                .map(fault -> "a declared fault never fired: " + fault)
                .toList();
        try {
            lab.close();
        } catch (IllegalStateException e) {
            problems.add(String.valueOf(e.getMessage())); // script text was sent, or the world is wrong
        }
        if (Thread.currentThread().getContextClassLoader() == running.mark()) {
            Thread.currentThread().setContextClassLoader(running.before());
        }
        long patience =
                context.getConfigurationParameter(PATIENCE, Long::valueOf).orElse(PATIENCE_MILLIS);
        List<String> left = new ArrayList<>();
        for (Thread thread : threads(running)) {
            thread.join(patience);
            if (thread.isAlive()) {
                left.add("thread " + thread.getName() + " is left");
                patience = 1; // the others had the same time
            }
        }
        problems.addAll(left);
        if (left.stream().anyMatch(told -> OURS.matcher(told).find())) {
            problems.add(
                    "was a Quorate of the test not closed? try (Quorate quorate = lab.connect().build()) { .. } closes it");
        }
        Optional<Throwable> failed = context.getExecutionException();
        if (failed.isPresent()) {
            // a test that ended early did not get to what the fault was for
            String more = unfired.isEmpty() ? "" : "; " + String.join("; ", unfired);
            failed.get().addSuppressed(new IllegalStateException("the lab's seed was " + lab.seed() + more));
        } else {
            problems.addAll(unfired);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError("lab with seed " + lab.seed() + ": " + String.join("; ", problems));
        }
    }

    private static List<Thread> threads(Running running) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("quorate-"))
                .filter(t -> t.getContextClassLoader() == running.mark()
                        || running.lab().made(t))
                .toList();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getStore(NAMESPACE).get(Running.class, Running.class);
        if (running == null) {
            throw new IllegalStateException("no lab is running");
        }
        return running.lab();
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
