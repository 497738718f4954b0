package io.quorate.spi;

import io.quorate.Shown;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A backend that is a registry of handlers and a way to reach a host.
 *
 * @param <L> the link to one host
 */
public abstract class HandlerBackend<L> implements Backend {
    private final Handlers<L> handlers;

    protected HandlerBackend(Handlers<L> handlers) {
        this.handlers = Objects.requireNonNull(handlers, "handlers");
    }

    /** Why a link is wanted. */
    public enum Purpose {
        /** To carry the command out. */
        RUN,
        /** To look, before it is carried out or instead; nothing that changes anything is sent. */
        LOOK
    }

    /**
     * Works with a link to the call's host. Where a wire has several ways in, this is where one is chosen, and where the next is tried.
     *
     * @throws Fault if there is no way in, or the work failed
     */
    protected abstract <T> T with(Command<?> command, Call call, Purpose purpose, Function<L, T> work);

    @Override
    public Set<Class<?>> commands() {
        return handlers.commands();
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return handlers.missingFor(command);
    }

    @Override
    public <R> R send(Command<R> command, Call call) {
        Handler<Command<R>, R, L> handler = handlers.of(command);
        return with(command, call, Purpose.RUN, link -> handler.run(command, link));
    }

    @Override
    public <R> Observation<R> look(Command<R> command, Call call) {
        try {
            Handler<Command<R>, R, L> handler = handlers.of(command);
            return with(command, call, Purpose.LOOK, link -> handler.look(command, link));
        } catch (Fault fault) {
            return Observation.unknown("looking for it failed: " + fault.getMessage(), fault);
        }
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return locateTyped(command, call);
    }

    private <R> Optional<Owner> locateTyped(Command<R> command, Call call) {
        Handler<Command<R>, R, L> handler = handlers.of(command);
        return with(command, call, Purpose.LOOK, link -> handler.locate(command, link));
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        return stepsTyped(command, call);
    }

    private <R> List<Step> stepsTyped(Command<R> command, Call call) {
        Handler<Command<R>, R, L> handler = handlers.of(command);
        return with(command, call, Purpose.LOOK, link -> List.copyOf(handler.steps(command, link)));
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return foreseenTyped(command, host);
    }

    private <R> List<Step> foreseenTyped(Command<R> command, String host) {
        return List.copyOf(handlers.of(command).foreseen(command, host));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("wire", wire()).toString();
    }
}
