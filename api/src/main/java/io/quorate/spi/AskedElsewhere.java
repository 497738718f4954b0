package io.quorate.spi;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A command on one host of several that must not be carried out while another host of its endpoint says something against it. The others are
 * asked side by side before anything is sent, whoever gives the order.
 *
 * @param <A> what they are asked for
 */
public interface AskedElsewhere<A> {

    /**
     * What speaks against a command.
     *
     * @param said what the host says
     * @param hint what to do about it
     */
    record Objection(String said, String hint) {
        public Objection {
            Objects.requireNonNull(said, "said");
            Objects.requireNonNull(hint, "hint");
        }
    }

    /**
     * What the command's own host is asked before the others.
     *
     * @param read the question
     * @param asksOthers tells by the answer whether the others are asked
     * @param <B> the answer
     */
    record Before<B>(ReadCommand<B> read, Predicate<B> asksOthers) {
        public Before {
            Objects.requireNonNull(read, "read");
            Objects.requireNonNull(asksOthers, "asksOthers");
        }
    }

    /**
     * What another host is asked besides.
     *
     * @param read the question
     * @param against what in the answer speaks against the command; null if nothing does
     * @param before what the command's own host is asked before it; null if it is asked whatever that one's state
     * @param <B> the answer
     */
    record Question<B>(
            ReadCommand<B> read,
            Function<B, @Nullable Objection> against,
            @Nullable Before<?> before) {
        public Question {
            Objects.requireNonNull(read, "read");
            Objects.requireNonNull(against, "against");
        }
    }

    /** Returns the host that the command goes to, which is not among the others. */
    String host();

    /** Tells whether they are asked at all. */
    boolean asksElsewhere();

    /** Returns what the command's own host is asked before; null if the others are asked whatever its state. */
    default @Nullable Before<?> before() {
        return null;
    }

    /** Returns what another host is asked. */
    ReadCommand<A> askedOf(String other);

    /** Returns what speaks against it in a host's answer; null if nothing does. */
    @Nullable
    Objection against(String other, A answer);

    /** Returns what a host whose answer does not speak against it is asked besides; null for nothing. */
    default @Nullable Question<?> besides(String other, A answer) {
        return null;
    }

    /** Tells whether a host that cannot be asked is passed over; else its failure is the command's. */
    boolean passesOverSilence();
}
