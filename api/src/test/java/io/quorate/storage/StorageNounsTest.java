package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.FunctionBackend;
import io.quorate.Size;
import io.quorate.error.ConsentRequiredException;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.spi.Command;
import io.quorate.spi.ReadCommand;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.StorageGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which commands the verbs are made of. */
class StorageNounsTest {
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final Volume VOLUME =
            new Volume(CSV1, "4711", Size.gib(1), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");

    private final FunctionBackend backend = new FunctionBackend();
    private final List<Command<?>> sent = new ArrayList<>();
    private final StorageClient storage =
            new StorageClient(backend.engine("nas1").calls("rack"));

    private void having(Object... answers) {
        List<Object> left = new ArrayList<>(List.of(answers));
        backend.answer = (command, call) -> {
            sent.add(command);
            return command instanceof ReadCommand<?> ? left.remove(0) : command.rehearsed();
        };
    }

    private List<String> names() {
        return sent.stream().map(Command::name).toList();
    }

    @Test
    void navigation_doesNoIo() {
        assertThat(storage.pools()).isNotNull();
        assertThat(storage.volumeGroups()).isNotNull();
        assertThat(storage.volumes()).isNotNull();
        assertThat(storage.snapshots()).isNotNull();
        assertThat(storage.targets()).isNotNull();
        assertThat(storage.targetGroups()).isNotNull();
        assertThat(storage.hostGroups()).isNotNull();
        assertThat(storage.initiators()).isNotNull();
        assertThat(storage.mappings()).isNotNull();
        assertThat(storage.capabilities()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void volume_isThinWithBlocksOf32KibUnlessSaidOtherwise() {
        having();
        storage.volumes().create(CSV1, spec -> spec.size(Size.gib(1)));
        assertThat(sent).containsExactly(new CreateVolume(CSV1, Size.gib(1), Size.kib(32), Provisioning.THIN));
        assertThatThrownBy(() -> storage.volumes().create(CSV1, spec -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a size");
    }

    @Test
    void ensure_isACreateThatIsContentWithWhatIsThere() {
        having();
        assertThat(storage.volumes()
                        .ensure(CSV1, spec -> spec.size(Size.gib(1)))
                        .changed())
                .isTrue();
        assertThat(sent).containsExactly(new CreateVolume(CSV1, Size.gib(1), Size.kib(32), Provisioning.THIN));
    }

    @Test
    void promote_ofNoClone_sendsOnlyARead() {
        having(VOLUME);
        assertThat(storage.volumes().promote(CSV1)).isEqualTo(VOLUME);
        assertThat(names()).containsExactly("storage.volume.get");
    }

    @Test
    void rollback_withoutConsentForThisVolume_sendsOnlyARead() {
        having(VOLUME);
        assertThatThrownBy(() -> storage.snapshots().rollback(CSV1.at("gold"), Consent.to("42", "wrong one")))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("4711");
        assertThat(names()).containsExactly("storage.volume.get");
    }

    @Test
    void removeSnapshot_thatIsGone_sendsOnlyARead() {
        having(Optional.empty());
        storage.snapshots().remove(CSV1.at("gold"), null);
        assertThat(names()).containsExactly("storage.snapshot.find");
    }

    @Test
    void update_widensWithoutAndNarrowsOnlyWithAConsent() {
        StorageGroup both = new StorageGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2));
        having(both, both, both);
        storage.hostGroups().update("hg", Set.of(HV1, HV2), null);
        assertThatThrownBy(() -> storage.hostGroups().update("hg", Set.of(HV1), null))
                .isInstanceOf(ConsentRequiredException.class);
        storage.hostGroups().update("hg", Set.of(HV1), Consent.to("hg", "hv2 is retired"));
        assertThat(names())
                .containsExactly(
                        "storage.hostgroup.get",
                        "storage.hostgroup.update",
                        "storage.hostgroup.get",
                        "storage.hostgroup.get",
                        "storage.hostgroup.set");
    }

    @Test
    void list_ofSnapshots_readsEachAndLeavesOutWhatIsGone() {
        Snapshot gold = new Snapshot(CSV1.at("gold"), "77", 5, List.of(), false);
        having(new Page<>(List.of(CSV1.at("gone"), CSV1.at("gold")), false), Optional.empty(), Optional.of(gold));
        assertThat(storage.snapshots().list(CSV1)).containsExactly(gold);
    }
}
