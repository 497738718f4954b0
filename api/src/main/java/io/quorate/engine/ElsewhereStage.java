package io.quorate.engine;

import io.quorate.error.QuorateException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.AskedElsewhere;
import io.quorate.spi.AskedElsewhere.Before;
import io.quorate.spi.AskedElsewhere.Objection;
import io.quorate.spi.AskedElsewhere.Question;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.ReadCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other hosts, side by side, whether one of them says something against the command, before it is sent. Its own host may tell before
 * that there is nothing to ask for.
 */
final class ElsewhereStage implements Stage {
    /** A host that does not answer keeps the call no longer than a read may take. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Chain reads;
    private final @Nullable SideBySide sideBySide;
    private final boolean rehearses;

    private ElsewhereStage(Chain reads, @Nullable SideBySide sideBySide) {
        this.reads = reads;
        this.sideBySide = sideBySide;
        this.rehearses = sideBySide == null;
    }

    /** Asks by these reads. */
    static ElsewhereStage asking(Chain reads, SideBySide sideBySide) {
        return new ElsewhereStage(reads, sideBySide);
    }

    /** Asks one after the other; what depends on a step that was not sent is asked when it will have been. */
    static ElsewhereStage rehearsing(Chain reads) {
        return new ElsewhereStage(reads, null);
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (passage.command instanceof AskedElsewhere<?> asking
                && asking.asksElsewhere()
                && isDue(passage, asking.before())) {
            for (Optional<Objection> one : said(passage, asking)) {
                if (one.isPresent()) {
                    throw Failures.of(
                            passage,
                            ErrorKind.CONFLICT,
                            one.get().said(),
                            one.get().hint());
                }
            }
        }
        return rest.run(passage);
    }

    private boolean isDue(Passage<?> passage, @Nullable Before<?> before) {
        return before == null || passes(passage, before);
    }

    private <B> boolean passes(Passage<?> passage, Before<B> before) {
        try {
            return before.asksOthers().test(answer(passage, before.read()));
        } catch (UnsupportedException unforeseen) {
            if (rehearses) {
                return true;
            }
            throw unforeseen;
        }
    }

    private <B> B answer(Passage<?> passage, ReadCommand<B> read) {
        return reads.run(passage.about(read, LONGEST));
    }

    private <A> List<Optional<Objection>> said(Passage<?> passage, AskedElsewhere<A> asking) {
        List<Supplier<Optional<Objection>>> questions = new ArrayList<>();
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

    private <A> Optional<Objection> ask(Passage<?> passage, AskedElsewhere<A> asking, String other) {
        try {
            A answer = answer(passage, asking.askedOf(other));
            Objection against = asking.against(other, answer);
            Question<?> besides = against == null ? asking.besides(other, answer) : null;
            return besides == null ? Optional.ofNullable(against) : ask(passage, besides);
        } catch (QuorateException silent) {
            if (asking.passesOverSilence() || rehearses && silent instanceof UnsupportedException) {
                return Optional.empty();
            }
            throw silent;
        }
    }

    private <B> Optional<Objection> ask(Passage<?> passage, Question<B> question) {
        return isDue(passage, question.before())
                ? Optional.ofNullable(question.against().apply(answer(passage, question.read())))
                : Optional.empty();
    }
}
