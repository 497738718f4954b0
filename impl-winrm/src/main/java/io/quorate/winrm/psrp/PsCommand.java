package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One structured command: a cmdlet's name, module-qualified, with typed arguments. Never script text.
 *
 * @param name the cmdlet, e.g. {@code FailoverClusters\Get-ClusterNode}
 * @param parameters the arguments, in order
 * @param mergeToOutput the streams whose records join the output
 */
public record PsCommand(String name, List<PsParameter> parameters, Set<PsStream> mergeToOutput) {
    public PsCommand {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a command needs a name");
        }
        parameters = List.copyOf(parameters);
        mergeToOutput = Set.copyOf(mergeToOutput);
    }

    /** Makes a command without arguments. */
    public static PsCommand of(String name) {
        return new PsCommand(name, List.of(), Set.of());
    }

    /** Returns this command with one more named argument. */
    public PsCommand with(String parameter, PsValue value) {
        List<PsParameter> more = new ArrayList<>(parameters);
        more.add(new PsParameter(Objects.requireNonNull(parameter, "parameter"), value));
        return new PsCommand(name, Collections.unmodifiableList(more), mergeToOutput);
    }

    public PsCommand with(String parameter, String value) {
        return with(parameter, PsValue.string(value));
    }

    public PsCommand with(String parameter, int value) {
        return with(parameter, PsValue.int32(value));
    }

    /** Returns this command with a switch set (or explicitly cleared, as {@code -Confirm:$false}). */
    public PsCommand with(String parameter, boolean value) {
        return with(parameter, PsValue.bool(value));
    }

    /** Returns this command with a secure string as argument; it is encrypted when the command is sent. */
    public PsCommand with(String parameter, PsSecureString value) {
        return with(parameter, PsValue.secure(value));
    }

    /** Returns this command with a credential as argument; its password is encrypted when the command is sent. */
    public PsCommand with(String parameter, PsCredential value) {
        return with(parameter, value.toValue());
    }

    /** Returns this command with a list of texts as argument. */
    public PsCommand with(String parameter, List<String> values) {
        return with(
                parameter, PsObject.array(values.stream().map(PsValue::string).toList()));
    }
}
