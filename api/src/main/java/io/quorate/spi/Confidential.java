package io.quorate.spi;

import io.quorate.Secret;
import java.util.List;

/**
 * A command that carries secrets. The engine takes them out of whatever the other side says of the command, should it quote them: exceptions,
 * rehearsed steps, the audit log.
 */
public interface Confidential {

    /** Returns the secrets it carries. */
    List<Secret> secrets();
}
