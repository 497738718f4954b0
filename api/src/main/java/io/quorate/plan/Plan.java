package io.quorate.plan;

import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.storage.PublicationPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Orders one after the other, as a value: made here, written as JSON, reviewed, and run by another process with
 * {@code Quorate.run(plan, ...)}.
 *
 * {@snippet file="io/quorate/samples/PlanOnPaper.java" region="write"}
 *
 * <p>On paper a secret is its name ({@link io.quorate.Secret#named}), and of a consent there is only the identity it must name: whoever runs
 * the plan brings the values and consents. Every step is satisfied when it is so already, so a plan may be run again after whatever
 * interruption. Writing and reading need Jackson core ({@code tools.jackson.core:jackson-core}) on the path. Immutable.
 *
 * @param steps the steps, in order; at most 10 000
 */
public record Plan(List<PlanStep> steps) {
    private static final int MOST_STEPS = 10_000;

    /**
     * @throws IllegalArgumentException if there are too many steps
     */
    public Plan {
        steps = List.copyOf(steps);
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("a plan has at most " + MOST_STEPS + " steps, not " + steps.size());
        }
    }

    /** Makes one of steps. */
    public static Plan of(List<PlanStep> steps) {
        return new Plan(steps);
    }

    /** Makes one of orders, without reasons. */
    public static Plan of(Order<?>... orders) {
        return new Plan(Stream.of(orders).map(PlanStep::of).toList());
    }

    /**
     * Makes one of what a rehearsal would have done; the reason of a step is that of its consent.
     *
     * @throws IllegalArgumentException if the rehearsal ended early
     */
    public static Plan of(Rehearsal rehearsal) {
        if (rehearsal.stoppedBy().isPresent()) {
            throw new IllegalArgumentException("the rehearsal ended early, so its steps are no plan: "
                    + rehearsal.stoppedBy().get().getMessage());
        }
        return new Plan(rehearsal.steps().stream()
                .map(step -> new PlanStep(step.order(), Objects.requireNonNullElse(step.reason(), "")))
                .toList());
    }

    /**
     * Makes one of what publishing a volume takes.
     *
     * @throws IllegalArgumentException if there are obstacles; names all of them
     */
    public static Plan of(PublicationPlan publication) {
        if (!publication.obstacles().isEmpty()) {
            throw new IllegalArgumentException("there is no way to publish volume " + publication.volume() + ": "
                    + String.join("; ", publication.obstacles()));
        }
        return new Plan(publication.steps().stream()
                .map(step -> new PlanStep(step.order(), step.reason()))
                .toList());
    }

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException if it is none: no JSON, too much, or something in it is unknown, missing or refused; says in which
     *     step and where
     * @throws IllegalStateException if Jackson core is not there
     */
    public static Plan parse(String json) {
        return PlanCodec.parse(Objects.requireNonNull(json, "json"));
    }

    /**
     * Reads a plan from a file in UTF-8.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is none, as {@link #parse} says
     * @throws IllegalStateException if Jackson core is not there
     */
    public static Plan read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Objects.requireNonNull(file, "file"))) {
            bytes = in.readNBytes(PlanCodec.LONGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the plan could not be read from " + file, e);
        }
        if (bytes.length > PlanCodec.LONGEST) {
            throw new IllegalArgumentException("no plan: " + file + " is longer than " + PlanCodec.LONGEST + " bytes");
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no plan: " + file + " is not UTF-8", e);
        }
    }

    /**
     * Writes it as JSON, the same text each time.
     *
     * @throws IllegalArgumentException if a step cannot be written: a secret without a name, a value that only a server gives, a command
     *     that is not one of Quorate's own; says which step and which argument
     * @throws IllegalStateException if Jackson core is not there
     */
    public String toJson() {
        return PlanCodec.text(this);
    }

    /**
     * Writes it as JSON into a file in UTF-8, in place of what is there.
     *
     * @throws UncheckedIOException if the file cannot be written
     * @throws IllegalArgumentException if a step cannot be written, as {@link #toJson} says
     * @throws IllegalStateException if Jackson core is not there
     */
    public void write(Path file) {
        String json = toJson();
        try {
            Files.writeString(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException("the plan could not be written to " + file, e);
        }
    }

    /**
     * Runs it through the doors to its endpoints; what {@code Quorate.run(plan, ...)} does, which has them.
     *
     * @param doors gives the door to an endpoint, or throws an {@link IllegalArgumentException} if there is none of that name
     */
    public PlanResult run(Function<String, Calls> doors, Consumer<RunSpec> details) {
        RunSpec spec = new RunSpec();
        details.accept(spec);
        return new PlanRun(this, doors, spec).run();
    }
}
