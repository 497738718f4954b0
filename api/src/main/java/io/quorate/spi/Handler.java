package io.quorate.spi;

import java.util.List;
import java.util.Optional;

/**
 * How one kind of command is done over one kind of wire. Stateless; what it needs of the wire comes with every call. Reports every failure
 * as a {@link Fault}.
 *
 * @param <C> the command
 * @param <R> its result
 * @param <L> the link to one host that the wire hands out: sends requests within the call's deadline
 */
public interface Handler<C extends Command<R>, R, L> {

    /** Returns the command class it serves. */
    Class<C> handles();

    /** Tells what is missing here to run it, as reasons and remedies, one a line; nothing by default. Does no I/O. */
    default List<String> missing(C command) {
        return List.of();
    }

    /** Does it. */
    R run(C command, L link);

    /** Looks whether its effect is there, with reads only. What it cannot read may be thrown as a fault or be unknown. */
    default Observation<R> look(C command, L link) {
        return Observation.unknown(command.name() + " leaves nothing it could be recognised by", null);
    }

    /**
     * Returns what {@link #run} would send that changes something, in order, for what is there now: looks as {@code run} would, and sends
     * nothing that changes anything. Empty if {@code run} would find that it is so already, and for a command that reads.
     *
     * @throws Fault if it would be refused
     */
    List<? extends Step> steps(C command, L link);

    /**
     * Returns the same without looking: what a look would tell stands as a marked placeholder. Does no I/O.
     *
     * @param host the host it would be sent to, as the endpoint names it
     */
    List<? extends Step> foreseen(C command, String host);

    /** Finds the host that owns the target, asking the host behind the link; empty if that one does not know it. */
    default Optional<Owner> locate(C command, L link) {
        throw new UnsupportedOperationException(command.name() + " has no owner to look for");
    }

    /** Tells whether {@link #glimpse} costs less than {@link #locate}. */
    default boolean glimpses() {
        return false;
    }

    /**
     * Does the same by asking for the target alone. That the host does not know it proves nothing then: nobody has it only after {@link #locate}
     * was empty everywhere.
     */
    default Optional<Glimpse<R>> glimpse(C command, L link) {
        return locate(command, link).map(owner -> new Glimpse<>(owner, null));
    }
}
