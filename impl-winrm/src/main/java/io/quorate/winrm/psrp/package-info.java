/**
 * PowerShell Remoting without I/O: CLIXML values and their codec, fragments, messages, and the client's runspace-pool and pipeline
 * state machines.
 *
 * <p>Nothing here opens a socket, starts a thread or reads a clock. The lab shares the codecs (value model, CLIXML, fragments,
 * messages, pipelines) and never the state machines.
 */
@NullMarked
package io.quorate.winrm.psrp;

import org.jspecify.annotations.NullMarked;
