package io.quorate.winrm.recipe;

import io.quorate.Deadline;
import io.quorate.spi.Cursor;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.StreamingHandler;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recipe that lists with one message, whole or piece by piece.
 *
 * @param <C> the command
 * @param <T> what is listed
 */
public final class Listing<C extends ReadCommand<List<T>>, T>
        implements StreamingHandler<C, T, WindowsHost>, ReadingRecipe<C, List<T>> {
    private final Class<C> command;
    private final Function<C, PsPipeline> message;
    private final BiFunction<C, List<PsValue>, List<T>> decoder;
    private final Supplier<Pieces<T>> pieces;

    /** Decodes what comes one after another, of one answer. */
    public interface Pieces<T> {

        /** Decodes an object; null for one that is no piece of the list. */
        @Nullable
        T read(PsValue value);

        /** Nothing more comes: throws if what came proves no whole list. */
        void end();

        /** Makes one of which every object is a piece. */
        static <T> Pieces<T> each(Function<PsValue, T> decoder) {
            return new Pieces<>() {
                @Override
                public T read(PsValue value) {
                    return decoder.apply(value);
                }

                @Override
                public void end() {}
            };
        }
    }

    /**
     * @param message what is sent
     * @param decoder decodes a whole answer
     * @param pieces makes what decodes one answer piece by piece, to the same list
     */
    public Listing(
            Class<C> command,
            Function<C, PsPipeline> message,
            BiFunction<C, List<PsValue>, List<T>> decoder,
            Supplier<Pieces<T>> pieces) {
        this.command = command;
        this.message = message;
        this.decoder = decoder;
        this.pieces = pieces;
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    public List<T> run(C wanted, WindowsHost host) {
        return decoder.apply(wanted, host.powerShell().run(message.apply(wanted)));
    }

    @Override
    public Cursor<T> open(C wanted, WindowsHost host) {
        return new Decoded<>(host.powerShell().open(message.apply(wanted)), pieces.get());
    }

    /** The pieces of an answer. */
    private record Decoded<T>(Cursor<PsValue> output, Pieces<T> pieces) implements Cursor<T> {
        @Override
        public @Nullable T next(Deadline deadline) {
            for (PsValue value = output.next(deadline); value != null; value = output.next(deadline)) {
                T piece = pieces.read(value);
                if (piece != null) {
                    return piece;
                }
            }
            pieces.end();
            return null;
        }

        @Override
        public void close() {
            output.close();
        }
    }
}
