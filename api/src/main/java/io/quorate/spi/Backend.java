package io.quorate.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns commands into what one kind of server understands. One instance serves one endpoint with all its hosts; it never retries a
 * command, never audits, and reports every failure as a {@link Fault}. Thread-safe. A backend is a registry of {@link Handlers} and a way to
 * hand out links; see {@link HandlerBackend}.
 */
public interface Backend extends AutoCloseable {

    /** Returns the classes of the commands it serves; {@link Find} of those that read one object is served besides. */
    Set<Class<?>> commands();

    /** Tells whether there is a way to run the command; an empty list means yes, else the reasons and remedies, one a line. */
    List<String> missingFor(Command<?> command);

    /**
     * Runs the command once on {@code call.host()}.
     *
     * @throws Fault if it did not succeed
     */
    <R> R send(Command<R> command, Call call);

    /** Looks whether the command's effect is there. Never throws a {@link Fault}: what it cannot read is {@code Unknown}. */
    <R> Observation<R> look(Command<R> command, Call call);

    /**
     * Finds the host that owns the command's target (placement {@code OWNER}); {@code call.host()} is the host to ask.
     *
     * @return the owner and how sure that is, or empty when the asked host does not know the object
     * @throws Fault if it cannot be told
     */
    Optional<Owner> locate(Command<?> command, Call call);

    /** Tells whether {@link #glimpse} costs less than {@link #locate} for a command. Does no I/O. */
    default boolean glimpses(Command<?> command) {
        return false;
    }

    /**
     * Does the same as {@link #locate} by asking for the target alone. Empty proves nothing: {@link #locate} has to follow.
     *
     * @return the owner, and what a command that reads reads, if that came along
     * @throws Fault if it cannot be told
     */
    default <R> Optional<Glimpse<R>> glimpse(Command<R> command, Call call) {
        return locate(command, call).map(owner -> new Glimpse<>(owner, null));
    }

    /**
     * Returns what {@link #send} would put on the wire now that changes something: looks at {@code call.host()}, sends reads only.
     *
     * @throws Fault if it would be refused, or what decides cannot be read
     */
    List<Step> steps(Command<?> command, Call call);

    /** Returns the same without looking, with marked placeholders for what a look would tell. Does no I/O. */
    List<Step> foreseen(Command<?> command, String host);

    /**
     * Returns the commands of the host's shell that must be allowed for a command, reads included; none where there is no shell. Does no I/O.
     *
     * @param host the host it would be sent to, as the endpoint names it
     */
    default List<Allowance> allowances(Command<?> command, String host) {
        return List.of();
    }

    /**
     * Tells which of a kind of capabilities there are. Does no I/O.
     *
     * @param of the subject's own enum, e.g. {@code StorageCapability}
     */
    default <E extends Enum<E>> Set<E> capabilities(Class<E> of) {
        return Set.of();
    }

    /** Names the wire for messages, e.g. {@code winrm https}. */
    String wire();

    /** Gives back what it holds on the servers and here. */
    @Override
    void close();
}
