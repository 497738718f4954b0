/**
 * WS-Management as Windows speaks it ([MS-WSMV]): envelopes out, replies and faults in, and the HTTP carrier that moves them: a
 * connection is one physical one, a channel takes turns on it, logs in and seals. Knows nothing of PowerShell; never repeats a request by itself; reports every failure as a {@link io.quorate.spi.Fault} that tells whether
 * the request left this machine.
 */
@NullMarked
package io.quorate.winrm.wsman;

import org.jspecify.annotations.NullMarked;
