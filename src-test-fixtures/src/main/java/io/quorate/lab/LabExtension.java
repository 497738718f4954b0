package io.quorate.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** The JUnit 5 extension behind {@link HaLab}. */
public final class LabExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LabExtension.class);
    private static final long PATIENCE_MILLIS = 5_000;

    private record Running(Lab lab, Set<Thread> before) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        HaLab settings = AnnotationSupport.findAnnotation(context.getElement(), HaLab.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), HaLab.class))
                .orElseThrow(() -> new IllegalStateException("the test is not annotated with @HaLab"));
        Set<Thread> before = threads();
        Lab lab = Lab.storyBuilder()
                .seed(settings.seed())
                .clock(settings.clock())
                .os(settings.os())
                .locale(settings.locale())
                .start();
        context.getStore(NAMESPACE).put(Running.class, new Running(lab, before));
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Running running = context.getStore(NAMESPACE).remove(Running.class, Running.class);
        if (running == null) {
            return;
        }
        Lab lab = running.lab();
        List<String> problems = new ArrayList<>();
        problems.addAll(lab.violations());
        try {
            lab.close();
        } catch (IllegalStateException e) {
            problems.add(String.valueOf(e.getMessage())); // script text was sent
        }
        Set<Thread> left = threads();
        left.removeAll(running.before());
        for (Thread thread : left) {
            thread.join(PATIENCE_MILLIS);
            if (thread.isAlive()) {
                problems.add("thread " + thread.getName() + " is left");
            }
        }
        context.getExecutionException()
                .ifPresent(e -> e.addSuppressed(new IllegalStateException("the lab's seed was " + lab.seed())));
        if (!problems.isEmpty()) {
            throw new AssertionError("lab with seed " + lab.seed() + ": " + String.join("; ", problems));
        }
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = new LinkedHashSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("quorate-")) {
                threads.add(thread);
            }
        }
        return threads;
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
}
