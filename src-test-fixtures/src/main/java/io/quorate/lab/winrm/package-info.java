/**
 * The WinRM face: HTTPS, WS-Man and the server side of PowerShell Remoting.
 */
@NullMarked
package io.quorate.lab.winrm;

import org.jspecify.annotations.NullMarked;
