/**
 * The WinRM face: HTTPS and sealed HTTP, WS-Man and the server side of PowerShell Remoting.
 *
 * <p>What a foreign client relies on, and the test that shows it ({@code WsmanFaceTest} unless named otherwise):
 *
 * <table>
 * <caption>Must-haves</caption>
 * <tr><th>behaviour</th><th>test</th></tr>
 * <tr><td>one fragment a Stream</td><td>every test of {@code PsrpFaceTest}, by {@code WireClient.messages}</td></tr>
 * <tr><td>byte order mark, RelatesTo</td><td>{@code PsrpFaceTest.messages_beginWithAByteOrderMark...}</td></tr>
 * <tr><td>qualified and plain attributes</td><td>{@code attributes_qualifiedOrPlain_areUnderstood}</td></tr>
 * <tr><td>ids of the client are kept; protocol 2.1, 2.2, 2.3</td><td>{@code PsrpFaceTest.open_withAnOlderVersion_agreesOnIt}</td></tr>
 * <tr><td>2150858793 on a quiet Receive, 500 ms floor</td><td>{@code receive_whenQuiet_timesOutInTheLabsTime}</td></tr>
 * <tr><td>2150858843 after the idle time</td><td>{@code shell_whenIdleTooLong_isGone}</td></tr>
 * <tr><td>disconnected after four minutes, then 400</td><td>{@code shell_withoutReceiveForFourMinutes_isDisconnected}</td></tr>
 * <tr><td>exact {@code crtl_c}</td><td>{@code PsrpFaceTest.stop_spelledAsWindowsDoes...}, {@code ...Otherwise...}</td></tr>
 * <tr><td>30 shells, 1000 commands</td><td>{@code quotas_areThoseOfWindows}, {@code create_beyondTheShellQuota...},
 *     {@code commands_countUntilTheyAreTerminated}</td></tr>
 * <tr><td>plain text over HTTP refused</td><td>{@code plainHttp_isRefusedEvenWithTheRightPassword}</td></tr>
 * <tr><td>401 with the schemes</td><td>{@code login_whenRefused_listsTheSchemesAndKeepsTheConnection}</td></tr>
 * <tr><td>raw NTLM in Negotiate, SPNEGO, sealed HTTP, channel bindings</td><td>{@code NtlmFaceTest}</td></tr>
 * <tr><td>Kerberos, its labels and its rotation</td><td>{@code KerberosFaceTest}</td></tr>
 * <tr><td>envelopes of 150 and 500 KiB</td><td>{@code maxEnvelope_is150On2008R2And500Later}</td></tr>
 * <tr><td>chunked requests</td><td>{@code chunkedRequest_isUnderstood}</td></tr>
 * <tr><td>localised texts, equal codes</td><td>{@code faultCodes_ofEveryKind_areTheSameInEveryLanguage}</td></tr>
 * <tr><td>lost, hung, late answers</td><td>{@code PsrpFaceTest.fault...}</td></tr>
 * <tr><td>WinRS: command lines, streams, signals, stdin, code pages</td><td>{@code WinrsFaceTest}</td></tr>
 * <tr><td>shapes as recorded, of PSRP and WinRS</td><td>{@code RecordedShapesTest}</td></tr>
 * <tr><td>no threads, no scripts left</td><td>{@code HaLabVerdictTest}</td></tr>
 * </table>
 *
 * <p>Log-ins are in {@code login}. Not here: protocol 2.4, JEA, Disconnect and Connect.
 */
@NullMarked
package io.quorate.lab.winrm;

import org.jspecify.annotations.NullMarked;
