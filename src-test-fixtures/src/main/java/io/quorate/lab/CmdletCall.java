package io.quorate.lab;

import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of a cmdlet that a rule of your own answers ({@link LabRules#cmdlet}): its arguments are bound and converted as the host's Windows
 * would, and whatever Windows would refuse never gets here. A cmdlet that is fed by a pipeline is called once an object.
 */
public interface CmdletCall {

    /** Returns the host on which it runs. */
    String host();

    /** Returns the account that it runs as. */
    String user();

    /** Tells whether a parameter was given, by its full name and whatever its value. */
    boolean has(String parameter);

    /** Returns an argument as text: an enum's word, a number's digits, an object's ToString. */
    Optional<String> text(String parameter);

    /** Returns the texts of an argument that is a list; those of a single value are a list of one. */
    List<String> texts(String parameter);

    /** Returns an argument that is a number. */
    OptionalLong number(String parameter);

    /** Tells whether a switch or Boolean is given and true. */
    boolean on(String parameter);

    /** Returns the lab's world, to look at its time or to make a {@linkplain World#change change}. */
    World world();

    /** Tells whether the client asked to stop. */
    boolean stopped();

    /**
     * Writes to the output: a {@link LabObject}, a String, Boolean, Integer or Long, or a List of such.
     *
     * @throws IllegalArgumentException if it is something else
     */
    void write(Object value);

    /** Writes a warning. */
    void warning(String text);

    /**
     * Writes an error that does not end the cmdlet, unless its caller wants it to.
     *
     * @param id the beginning of the FullyQualifiedErrorId, up to the comma
     * @param category an ErrorCategory of PowerShell, e.g. {@code ObjectNotFound}
     */
    void error(String id, String category, String text);

    /** Makes an error that ends the cmdlet, to be thrown. */
    RuntimeException failure(String id, String category, String text);
}
