package io.quorate.winrm.recipe;

import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a list that stands behind a control read, which comes first and proves that the list is whole.
 *
 * @param <T> what is listed
 */
public final class Controlled<T> implements Listing.Pieces<T> {
    private final String control;
    private final String mark;
    private final Function<PsValue, Function<PsValue, T>> decoder;
    private final Supplier<Fault> uncontrolled;
    private @Nullable Function<PsValue, T> known;

    /**
     * @param control the property that marks the control read's object
     * @param mark the property that marks what is listed
     * @param decoder makes the decoder from the control read's object
     * @param uncontrolled what is wrong with a list without it
     */
    public Controlled(
            String control,
            String mark,
            Function<PsValue, Function<PsValue, T>> decoder,
            Supplier<Fault> uncontrolled) {
        this.control = control;
        this.mark = mark;
        this.decoder = decoder;
        this.uncontrolled = uncontrolled;
    }

    @Override
    public @Nullable T read(PsValue value) {
        if (value instanceof PsObject object && object.property(mark) != null) {
            Function<PsValue, T> by = known;
            if (by == null) {
                throw uncontrolled.get();
            }
            return by.apply(value);
        }
        if (!(value instanceof PsObject object) || object.property(control) == null) {
            throw Decode.badReply("the answer holds what no statement asked for");
        }
        known = decoder.apply(value);
        return null;
    }

    @Override
    public void end() {
        if (known == null) {
            throw uncontrolled.get();
        }
    }
}
