package io.quorate.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.host.WindowsPath.Likeness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths are compared by what Windows makes of them; what cannot be compared as text is unknown. */
class WindowsPathTest {

    @ParameterizedTest
    @DisplayName("one place however it is spelled")
    @ValueSource(
            strings = {
                "C:\\V\\x",
                "C:\\V\\\\x",
                "C:/V/x",
                "C:\\V//x",
                "c:\\v\\X",
                "C:\\V\\.\\x",
                "C:\\V\\y\\..\\x",
                "C:\\V\\y\\.\\z\\..\\..\\x",
                "C:\\..\\V\\x",
                "C:\\V\\x\\",
                "C:\\V\\x\\\\",
                "C:\\V\\x.",
                "C:\\V\\x ",
                "C:\\V\\x. .",
                "C:\\V.\\x",
                "C:\\V \\x",
                "C:\\\\V\\x",
            })
    void compare_whenTheyMeanOnePlace_isSame(String spelling) {
        assertThat(WindowsPath.compare("C:\\V\\x", spelling)).isEqualTo(Likeness.SAME);
        assertThat(WindowsPath.compare(spelling, "C:\\V\\x")).isEqualTo(Likeness.SAME);
        assertThat(WindowsPath.of(spelling)).hasToString(spelling);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\V", "D:\\V\\x", "C:\\V\\x\\y", "C:\\V\\x1", "C:\\V\\x\\..", "C:\\", "C:\\V\\.x"})
    void compare_whenTheyMeanTwoPlaces_isDifferent(String other) {
        assertThat(WindowsPath.compare("C:\\V\\x", other)).isEqualTo(Likeness.DIFFERENT);
    }

    @ParameterizedTest
    @DisplayName(
            "8.3 names, device and verbatim paths, shares and what is no full path cannot be compared, with themselves either")
    @ValueSource(
            strings = {
                "C:\\PROGRA~1\\x",
                "C:\\V\\LONGNA~12.VHD",
                "\\\\?\\C:\\V\\x",
                "\\\\.\\C:\\V\\x",
                "//?/C:/V/x",
                "\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\x",
                "\\\\server\\share\\x",
                "//server/share/x",
                "V\\x",
                "C:V\\x",
                "\\V\\x",
                "C:",
                "C:\\V\\x:stream",
                "C:\\V\\...\\x",
                "",
                " ",
            })
    void compare_whenTextDoesNotTell_isUnknown(String odd) {
        assertThat(WindowsPath.compare("C:\\V\\x", odd)).isEqualTo(Likeness.UNKNOWN);
        assertThat(WindowsPath.compare(odd, odd)).isEqualTo(Likeness.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'',it is empty",
                "V\\x,relative",
                "x.vhdx,relative",
                "..\\x,relative",
                "C:x,relative to the folder",
                "C:,relative to the folder",
                "\\x,lacks a drive",
                "/x,lacks a drive",
                "C:\\a:b,stream",
                "C:\\V\\x.vhdx:s:$DATA,stream",
                "C:\\V\\a*b,no file's name",
                "C:\\V\\a?b,no file's name",
                "C:\\V\\a|b,no file's name",
                "C:\\V\\a\"b,no file's name",
                "C:\\V\\<x>,no file's name",
                "C:\\V\\NUL,device",
                "C:\\con\\x,device",
                "C:\\V\\com1.vhdx,device",
                "C:\\V\\...\\x,no name",
            })
    void of_whenItCannotBeWritten_isRefused(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WindowsPath.of(text.equals("''") ? "" : text))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @DisplayName("what cannot be compared may be used all the same")
    @ValueSource(
            strings = {
                "C:\\PROGRA~1\\x",
                "\\\\server\\share\\x",
                "\\\\?\\C:\\V\\x",
                "C:\\V\\console",
                "C:\\V\\.x",
                "C:\\"
            })
    void of_whenItNamesAPlace_isTaken(String text) {
        assertThat(WindowsPath.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\V\\x\\y.vhdx,SAME",
        "c:/v//X/y/z.vhdx,SAME",
        "C:\\V\\x,DIFFERENT",
        "C:\\V\\xy\\z.vhdx,DIFFERENT",
        "C:\\V\\x\\..\\z.vhdx,DIFFERENT",
        "\\\\fs\\x\\y.vhdx,UNKNOWN",
    })
    void below_goesByComponents(String path, Likeness expected) {
        assertThat(WindowsPath.read(path).below(WindowsPath.of("C:\\V\\x"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "web1,true",
        "a b,true",
        "CON,false",
        "nul.txt,false",
        "a::b,false",
        "a*,false",
        "a.,false",
        "'a ',false"
    })
    void isName_isWhatAFileMayBeCalled(String text, boolean expected) {
        assertThat(WindowsPath.isName(text)).isEqualTo(expected);
    }
}
