package io.quorate.engine;

import io.quorate.error.QuorateException;
import io.quorate.spi.AskedElsewhere;
import io.quorate.spi.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the other hosts, side by side, whether one of them says something against the command, before it is sent. */
final class ElsewhereStage implements Stage {
    /** A host that does not answer keeps the call no longer than a read may take. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Chain reads;
    private final @Nullable SideBySide sideBySide;

    /**
     * @param reads how a host is asked
     * @param sideBySide null if one is asked after the other
     */
    ElsewhereStage(Chain reads, @Nullable SideBySide sideBySide) {
        this.reads = reads;
        this.sideBySide = sideBySide;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (passage.command instanceof AskedElsewhere<?> asking && asking.asksElsewhere()) {
            for (String against : said(passage, asking)) {
                if (!against.isEmpty()) {
                    throw Failures.of(passage, ErrorKind.CONFLICT, against, "shut it down there first");
                }
            }
        }
        return rest.run(passage);
    }

    private <A> List<String> said(Passage<?> passage, AskedElsewhere<A> asking) {
        List<Supplier<String>> questions = new ArrayList<>();
        for (String other : passage.site.endpoint.hostNames()) {
            if (!other.equalsIgnoreCase(asking.host())) {
                questions.add(() -> ask(passage, asking, other));
            }
        }
        SideBySide several = sideBySide;
        return several == null
                ? questions.stream().map(Supplier::get).toList()
                : several.all("quorate-elsewhere-" + passage.site.endpoint.name(), questions);
    }

    private <A> String ask(Passage<?> passage, AskedElsewhere<A> asking, String other) {
        try {
            A answer = reads.run(passage.about(asking.askedOf(other), LONGEST));
            return Objects.requireNonNullElse(asking.against(other, answer), "");
        } catch (QuorateException silent) {
            if (asking.passesOverSilence()) {
                return "";
            }
            throw silent;
        }
    }
}
