package io.quorate.lab.nef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.Management;
import io.quorate.lab.nef.NefRig.Answer;
import io.quorate.lab.storage.StorageGroupState;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class NefFaceTest {
    private static final String V1 = "/storage/volumes/tank%2Fvg%2Fv1";

    private NefRig nas;

    @BeforeEach
    void start() throws Exception {
        nas = new NefRig().loggedIn();
    }

    @AfterEach
    void stop() {
        nas.close();
    }

    // tokens

    @Test
    void login_byJsonOrForm_givesAToken() throws Exception {
        assertThat(nas.login("admin", "Nexenta@1").at("/token").asString()).isNotEmpty();
        Answer form = nas.send(
                "POST",
                "/auth/login",
                "username=admin&password=Nexenta%401",
                "application/x-www-form-urlencoded",
                Duration.ofSeconds(5));
        assertThat(form.at("/token").asString()).isNotEmpty();
    }

    @Test
    void login_withWrongPassword_isEauthAndRepeatsNothing() throws Exception {
        Answer answer = nas.login("admin", "guessed-secret");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("EAUTH");
        assertThat(answer.text()).doesNotContain("guessed-secret");
        assertThat(nas.face.traffic().refusedLogins()).isEqualTo(1);
    }

    @Test
    void token_diesAfterItsLifetime_andIsNotARequestThatChanges() throws Exception {
        nas.settings.tokenLifetime(Duration.ofMillis(500));
        nas.loggedIn();
        assertThat(nas.get("/storage/pools").status()).isEqualTo(200);
        nas.world.time().advance(Duration.ofMillis(500));
        assertThat(nas.volume("v1").status()).isEqualTo(401);
        assertThat(nas.volume("v1").code()).isEqualTo("EAUTH");
        assertThat(nas.face.traffic().changes()).isZero();
        assertThat(nas.loggedIn().volume("v1").status()).isEqualTo(201);
        assertThat(nas.face.traffic().changes()).isEqualTo(1);
    }

    @Test
    void logout_dropsTheToken() throws Exception {
        assertThat(nas.post("/auth/logout", "").status()).isEqualTo(200);
        assertThat(nas.get("/auth/status").code()).isEqualTo("EAUTH");
    }

    @Test
    void licence_expired_isSaidByEveryCallButTheLogin() throws Exception {
        nas.settings.licensed(false);
        nas.loggedIn();
        assertThat(nas.get("/storage/pools").code()).isEqualTo("ELICENSE");
        assertThat(nas.volume("v1").status()).isEqualTo(401);
        assertThat(nas.appliance.volumes()).isEmpty();
    }

    // paths and queries

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/storage/volumes/tank%2Fvg%2Fa%20b",
                "/storage/volumes/tank%2Fvg%2Fa+b",
                "/v1.2.6/storage/volumes/tank%2fvg%2fa%20b"
            })
    void path_isOneSegmentHoweverItIsEncoded(String path) throws Exception {
        Answer answer = nas.get(path);
        assertThat(answer.code()).isEqualTo("ENOENT");
        assertThat(answer.at("/message").asString()).contains("tank/vg/a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/%2", "/a/%zz", "/a/%c3%28", "/a/b c", "a"})
    void path_thatCannotBeDecoded_isEbadarg(String path) {
        assertThatThrownBy(() -> NefPath.segments(path))
                .isInstanceOfSatisfying(
                        NefRefusal.class, e -> assertThat(e.code()).isEqualTo("EBADARG"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/storage/snapshots/tank%2Fvg%2Fv1@s1", "/storage/snapshots/tank%2Fvg%2Fv1%40s1"})
    void snapshotPath_takesTheAtSignBothWays(String path) throws Exception {
        nas.volume("v1");
        assertThat(nas.post("/storage/snapshots", "{\"path\":\"tank/vg/v1@s1\"}")
                        .location())
                .isEqualTo("/storage/snapshots/tank%2Fvg%2Fv1%40s1");
        assertThat(nas.get(path).at("/name").asString()).isEqualTo("s1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /storage/volumes?colour=red, 400, EBADARG",
        "GET, /storage/volumes?fields=path&fields=name, 400, EBADARG",
        "GET, /storage/volumes?fields=colour, 400, EBADARG",
        "GET, /storage/volumes?limit=x, 400, EBADARG",
        "GET, /storage/volumes?recursive=maybe, 400, EBADARG",
        "GET, /storage/volumes/tank%2Fvg%2Fnone, 404, ENOENT",
        "DELETE, /storage/volumes/tank%2Fvg%2Fnone, 404, ENOENT",
        "DELETE, /storage/volumes/tank%2Fvg%2Fnone?force=true, 400, EBADARG",
        "GET, /storage//volumes, 404, ENOENT",
        "GET, /nowhere, 404, ENOENT",
        "PUT, /storage/volumes, 405, EBADARG",
        "GET, /san/lunMappings/abc, 404, ENOENT",
        "GET, /settings/properties/system.colour, 404, ENOENT"
    })
    void request_thatCannotBe_saysWhyByCode(String method, String path, int status, String code) throws Exception {
        Answer answer = nas.send(method, path, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().propertyNames()).contains("name", "message", "source", "errors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":1048576} x",
                "{\"path\":\"tank/vg/v1\",\"path\":\"tank/vg/v2\",\"volumeSize\":1048576}",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":\"1048576\"}",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":-1}",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":1048576,\"colour\":1}",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":1048576,\"compressionMode\":\"best\"}",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":1048576,\"volumeBlockSize\":1000}",
                "{\"volumeSize\":1048576}",
                "{\"path\":\"tank/vg/v1\"}"
            })
    void body_thatIsWrong_isEbadargAndChangesNothing(String body) throws Exception {
        Answer answer = nas.post("/storage/volumes", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("EBADARG");
        assertThat(nas.appliance.volumes()).isEmpty();
    }

    @Test
    void body_nestedWithoutEnd_isRefused() throws Exception {
        assertThat(nas.post("/storage/volumes", "{\"path\":" + "[".repeat(10_000))
                        .code())
                .isEqualTo("EBADARG");
    }

    @Test
    void whatIsNotSimulated_saysSoAndIsCounted() throws Exception {
        Answer answer = nas.get("/hpr/services");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.at("/name").asString()).isEqualTo("LabNotSimulated");
        assertThat(nas.face.traffic().notSimulated()).containsEntry("NEF GET hpr", 1L);
    }

    // volumes

    @Test
    void volume_livesFromCreationToDeletion() throws Exception {
        Answer made = nas.post(
                "/storage/volumes",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":1073741824,\"volumeBlockSize\":65536,\"sparseVolume\":true,"
                        + "\"compressionMode\":\"zle\"}");
        assertThat(made).isEqualTo(new Answer(201, "", V1));
        JsonNode volume = nas.get(V1 + "?source=true").json();
        assertThat(volume.get("volumeSize").asLong()).isEqualTo(NefRig.GIB);
        assertThat(volume.get("volumeBlockSize").asInt()).isEqualTo(65536);
        assertThat(volume.get("referencedReservationSize").asLong()).isZero();
        assertThat(volume.get("compressionMode").asString()).isEqualTo("zle");
        assertThat(volume.at("/source/compressionMode").asString()).isEqualTo("local");
        assertThat(volume.at("/source/syncMode").asString()).isEqualTo("default");
        assertThat(volume.get("originalSnapshot").asString()).isEmpty();
        assertThat(volume.get("creationTxg").isString()).isTrue();
        assertThat(nas.put(V1, "{\"volumeSize\":2147483648,\"referencedReservationSize\":2147483648}")
                        .status())
                .isEqualTo(200);
        assertThat(nas.get(V1 + "?fields=volumeSize,referencedReservationSize")
                        .json()
                        .properties())
                .filteredOn(p -> !p.getKey().startsWith("x"))
                .allMatch(p -> p.getValue().asLong() == 2 * NefRig.GIB)
                .hasSize(2);
        assertThat(nas.put(V1, "{\"compressionMode\":null}").status()).isEqualTo(200);
        assertThat(nas.get(V1).at("/compressionMode").asString()).isEqualTo("lz4");
        assertThat(nas.put(V1, "{\"volumeSize\":1048576}").code()).isEqualTo("EINVAL");
        assertThat(nas.put(V1, "{\"volumeBlockSize\":512}").code()).isEqualTo("EBADARG");
        assertThat(nas.volume("v1").code()).isEqualTo("EEXIST");
        assertThat(nas.delete(V1)).isEqualTo(new Answer(200, "", null));
        assertThat(nas.get(V1).code()).isEqualTo("ENOENT");
        assertThat(nas.get("/storage/volumes?path=tank%2Fvg%2Fv1").at("/data")).isEmpty();
    }

    @Test
    void thickVolume_withoutRoom_isEnospc() throws Exception {
        Answer answer =
                nas.post("/storage/volumes", "{\"path\":\"tank/vg/v1\",\"volumeSize\":" + 200 * NefRig.GIB + "}");
        assertThat(answer.code()).isEqualTo("ENOSPC");
        assertThat(nas.appliance.volumes()).isEmpty();
        Answer partly = nas.post(
                "/storage/volumes",
                "{\"path\":\"tank/vg/v1\",\"volumeSize\":" + 200 * NefRig.GIB + ",\"referencedReservationSize\":"
                        + 150 * NefRig.GIB + "}");
        assertThat(partly.code()).isEqualTo("ENOSPC");
        assertThat(nas.appliance.volumes()).isEmpty();
    }

    @Test
    void volume_withClones_goesWhenTheNewestCloneIsPromoted() throws Exception {
        nas.volume("v1");
        nas.post("/storage/snapshots", "{\"path\":\"tank/vg/v1@s1\"}");
        assertThat(nas.delete(V1).code()).isEqualTo("EBUSY");
        Answer clone = nas.post("/storage/snapshots/tank%2Fvg%2Fv1%40s1/clone", "{\"targetPath\":\"tank/vg/c1\"}");
        assertThat(clone.status()).isEqualTo(201);
        assertThat(nas.delete(V1 + "?snapshots=true").code()).isEqualTo("EEXIST");
        assertThat(nas.get("/storage/snapshots?parent=tank%2Fvg%2Fv1")
                        .at("/data/0")
                        .propertyNames())
                .contains("hprService", "snaplistId", "href")
                .doesNotContain("clones", "creationTxg");
        assertThat(nas.get("/storage/snapshots/tank%2Fvg%2Fv1%40s1?fields=clones,creationTxg")
                        .at("/clones/0")
                        .asString())
                .isEqualTo("tank/vg/c1");
        assertThat(nas.post("/storage/volumes/tank%2Fvg%2Fc1/promote", "").status())
                .isEqualTo(200);
        assertThat(nas.post("/storage/volumes/tank%2Fvg%2Fc1/promote", "").code())
                .isEqualTo("EBADARG");
        assertThat(nas.delete(V1 + "?snapshots=True").status()).isEqualTo(200);
        assertThat(nas.get("/storage/volumes?parent=tank%2Fvg&fields=path")
                        .at("/data/0/path")
                        .asString())
                .isEqualTo("tank/vg/c1");
    }

    @Test
    void snapshot_isRenamed_andStaysTheOriginOfItsClone() throws Exception {
        nas.volume("v1");
        nas.post("/storage/snapshots", "{\"path\":\"tank/vg/v1@s1\"}");
        nas.post("/storage/snapshots/tank%2Fvg%2Fv1@s1/clone", "{\"targetPath\":\"tank/vg/c1\"}");
        assertThat(nas.post("/storage/snapshots/tank%2Fvg%2Fv1@s1/rename", "{\"newName\":\"s2\"}")
                        .status())
                .isEqualTo(200);
        assertThat(nas.get("/storage/volumes/tank%2Fvg%2Fc1")
                        .at("/originalSnapshot")
                        .asString())
                .isEqualTo("tank/vg/v1@s2");
        assertThat(nas.get("/storage/snapshots?parent=tank&recursive=true&fields=name")
                        .at("/data/0/name")
                        .asString())
                .isEqualTo("s2");
    }

    @Test
    void filesystems_underAParent_haveTheParentInFront() throws Exception {
        assertThat(nas.get("/storage/filesystems?parent=tank&fields=path")
                        .at("/data/0/path")
                        .asString())
                .isEqualTo("tank");
        assertThat(nas.get("/storage/filesystems?path=tank&fields=path").at("/data"))
                .hasSize(1);
        assertThat(nas.get("/storage/filesystems?path=other&fields=path").at("/data"))
                .isEmpty();
    }

    // pages

    @Test
    void list_comesInPagesOfAHundred_whoseLinksForgetTheFilters() throws Exception {
        nas.world.change("many", () -> {
            for (int i = 0; i < 252; i++) {
                nas.appliance.createVolume("tank/vg/v" + i, NefRig.MIB, 0, true, Map.of());
            }
        });
        List<Integer> sizes = new ArrayList<>();
        String href = "/storage/volumes?parent=tank%2Fvg&fields=name&limit=1000";
        while (!href.isEmpty()) {
            Answer page = nas.get(href);
            sizes.add(page.at("/data").size());
            href = page.at("/links/0/href").asString("");
            assertThat(href).doesNotContain("parent").doesNotContain("fields");
        }
        assertThat(sizes).containsExactly(100, 100, 52);
        assertThat(nas.get("/storage/volumes?limit=252&offset=252").at("/data")).isEmpty();
        nas.settings.nextKeepsFilters(true);
        assertThat(nas.get("/storage/volumes?parent=tank%2Fvg&fields=name")
                        .at("/links/0/href")
                        .asString())
                .isEqualTo("/storage/volumes?parent=tank%2Fvg&fields=name&limit=100&offset=100");
    }

    // publishing

    @Test
    void publishing_givesEveryMemberTheSameLun_andItsUnit() throws Exception {
        nas.volume("v1");
        String iqn = "iqn.2005-07.com.nexenta:01:csv";
        assertThat(nas.post("/san/iscsi/targets", "{\"name\":\"" + iqn + "\",\"portals\":[{\"address\":\"10.0.0.5\"}]}")
                        .location())
                .isEqualTo("/san/iscsi/targets/iqn.2005-07.com.nexenta%3A01%3Acsv");
        assertThat(nas.put("/san/iscsi/targets/" + iqn, "{\"authentication\":\"chap\"}")
                        .status())
                .isEqualTo(200);
        JsonNode target = nas.get("/san/iscsi/targets?name=" + iqn).at("/data/0");
        assertThat(target.get("authentication").asString()).isEqualTo("chap");
        assertThat(target.at("/portals/0/port").asInt()).isEqualTo(3260);
        nas.post("/san/targetgroups", "{\"name\":\"tg\",\"members\":[\"" + iqn + "\"]}");
        nas.post("/san/hostgroups", "{\"name\":\"hg\",\"members\":[\"iqn.1991-05.com.microsoft:hv1\"]}");
        Answer mapped =
                nas.post("/san/lunMappings", "{\"volume\":\"tank/vg/v1\",\"targetGroup\":\"tg\",\"hostGroup\":\"hg\"}");
        assertThat(mapped.status()).isEqualTo(201);
        assertThat(nas.get(String.valueOf(mapped.location())).at("/lun").asInt(-1))
                .isZero();
        assertThat(nas.put(
                                "/san/hostgroups/hg",
                                "{\"members\":[\"iqn.1991-05.com.microsoft:hv1\",\"iqn.1991-05.com.microsoft:hv2\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(nas.appliance.luns("iqn.1991-05.com.microsoft:hv2", iqn)).hasSize(1);
        String guid = nas.get("/san/logicalUnits?volume=tank%2Fvg%2Fv1&fields=guid")
                .at("/data/0/guid")
                .asString();
        assertThat(guid).startsWith("600144F0").hasSize(32);
        assertThat(nas.put("/san/logicalUnits/" + guid, "{\"writebackCacheDisabled\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(nas.get("/san/logicalUnits/" + guid)
                        .at("/writebackCacheDisabled")
                        .asBoolean())
                .isTrue();
        assertThat(nas.delete(V1).code()).isEqualTo("EBUSY");
        assertThat(nas.delete("/san/targetgroups/tg").code()).isEqualTo("EBUSY");
        assertThat(nas.delete(String.valueOf(mapped.location())).status()).isEqualTo(200);
        assertThat(nas.delete(String.valueOf(mapped.location())).text()).contains("No such lun mapping");
    }

    @Test
    void mapping_showsAndGoesLate_whenItLags() throws Exception {
        nas.volume("v1");
        nas.appliance.mappingLag(Duration.ofSeconds(3));
        Answer mapped = nas.post("/san/lunMappings", "{\"volume\":\"tank/vg/v1\"}");
        String href = String.valueOf(mapped.location());
        assertThat(nas.get("/san/lunMappings?volume=tank%2Fvg%2Fv1").at("/data"))
                .isEmpty();
        assertThat(nas.get(href).code()).isEqualTo("ENOENT");
        nas.world.time().advance(Duration.ofSeconds(3));
        assertThat(nas.get(href).at("/targetGroup").asString()).isEqualTo("all");
        nas.delete(href);
        assertThat(nas.get(href).status()).isEqualTo(200);
        nas.world.time().advance(Duration.ofSeconds(3));
        assertThat(nas.get(href).status()).isEqualTo(404);
    }

    @Test
    void chapSecret_goesInAndNeverComesOut() throws Exception {
        String secret = "planted-secret-1";
        String body =
                "{\"name\":\"iqn.1991-05.com.microsoft:hv1\",\"chapUser\":\"hv1\",\"chapSecret\":\"" + secret + "\"}";
        assertThat(nas.post("/san/iscsi/remoteInitiators", body).status()).isEqualTo(201);
        assertThat(nas.post("/san/iscsi/remoteInitiators", body).code()).isEqualTo("EEXIST");
        String path = "/v1.2.6/san/iscsi/remoteInitiators/iqn.1991-05.com.microsoft:hv1";
        Answer shown = nas.get(path);
        assertThat(shown.at("/chapSecretSet").asBoolean()).isTrue();
        assertThat(shown.at("/chapUser").asString()).isEqualTo("hv1");
        Answer refused = nas.put(path, "{\"chapSecret\":\"short-secr\"}");
        assertThat(refused.code()).isEqualTo("EBADARG");
        assertThat(shown.text() + refused.text() + nas.world.trace())
                .doesNotContain(secret)
                .doesNotContain("short-secr");
    }

    @Test
    void group_takesAMemberOnce() throws Exception {
        nas.post("/san/hostgroups", "{\"name\":\"hg1\",\"members\":[\"iqn.1991-05.com.microsoft:hv1\"]}");
        assertThat(nas.post("/san/hostgroups", "{\"name\":\"hg2\",\"members\":[\"iqn.1991-05.com.microsoft:hv1\"]}")
                        .code())
                .isEqualTo("EEXIST");
        nas.settings.existsStatus(500);
        assertThat(nas.post("/san/hostgroups", "{\"name\":\"hg1\",\"members\":[]}")
                        .status())
                .isEqualTo(500);
        assertThat(nas.appliance.groups(StorageGroupState.Kind.HOST)).hasSize(1);
    }

    // the appliance itself

    @Test
    void appliance_tellsOfItself() throws Exception {
        assertThat(nas.get("/settings/properties/system.guid").at("/value").asString())
                .isEqualTo(nas.appliance.guid());
        assertThat(nas.get("/software/current").at("/version").asString()).isEqualTo("5.3.0");
        assertThat(nas.get("/settings/license").at("/expires").asString()).startsWith("20");
        assertThat(nas.get("/services/iscsit").at("/state").asString()).isEqualTo("online");
        assertThat(nas.get("/network/addresses").at("/data")).hasSize(3);
        assertThat(nas.get("/rsf/clusters?fields=clusterName,nodes,services").at("/data"))
                .isEmpty();
        assertThat(nas.get("/storage/pools?fields=poolName,health,status")
                        .at("/data/0/health")
                        .asString())
                .isEqualTo("ONLINE");
        assertThat(nas.get("/storage/volumeGroups/tank%2Fvg?fields=bytesAvailable,bytesUsed")
                        .at("/bytesAvailable")
                        .asLong())
                .isEqualTo(100 * NefRig.GIB);
    }

    // jobs

    @Test
    void job_runsItsTime_thenAnswersLikeTheCall_thenIsForgotten() throws Exception {
        nas.settings.jobDelay(Duration.ofMillis(300));
        Answer started = nas.volume("v1");
        assertThat(started.status()).isEqualTo(202);
        String monitor = started.at("/links/1/href").asString();
        assertThat(started.at("/links/1/rel").asString()).isEqualTo("monitor");
        assertThat(started.location()).isEqualTo(monitor);
        assertThat(nas.appliance.volumes()).isEmpty();
        nas.world.time().advance(Duration.ofMillis(150));
        Answer running = nas.get(monitor);
        assertThat(running.status()).isEqualTo(202);
        assertThat(running.at("/progress").asInt()).isEqualTo(50);
        JsonNode listed = nas.get("/jobStatus").at("/data/0");
        assertThat(listed.get("originalMethod").asString()).isEqualTo("POST");
        assertThat(listed.get("originalUrl").asString()).isEqualTo("/storage/volumes");
        assertThat(listed.get("done").asBoolean()).isFalse();
        assertThat(listed.get("finishTime").isNull()).isTrue();
        nas.world.time().advance(Duration.ofMillis(150));
        assertThat(nas.get(monitor)).isEqualTo(new Answer(201, "", V1));
        assertThat(nas.appliance.volumes()).hasSize(1);
        assertThat(nas.get("/jobStatus?done=true").at("/data/0/progress").asInt())
                .isEqualTo(100);
        nas.world.time().advance(Duration.ofMinutes(5));
        assertThat(nas.get(monitor).code()).isEqualTo("ENOENT");
    }

    @Test
    void job_thatFails_endsWithTheErrorOfTheCall() throws Exception {
        nas.volume("v1");
        nas.settings.jobDelay(Duration.ofMillis(300));
        Answer started = nas.volume("v1");
        nas.world.time().advance(Duration.ofMillis(300));
        Answer ended = nas.get(String.valueOf(started.location()));
        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.code()).isEqualTo("EEXIST");
    }

    @Test
    void powerCut_loses_jobsAndTokens() throws Exception {
        nas.settings.jobDelay(Duration.ofMillis(300));
        nas.volume("v1");
        nas.face.powerOff();
        nas.world.time().advance(Duration.ofSeconds(1));
        assertThat(nas.appliance.volumes()).isEmpty();
        assertThat(nas.get("/jobStatus").code()).isEqualTo("EAUTH");
    }

    // what goes wrong

    @Test
    void busy_isAnsweredAsOftenAsDeclared_andDoesNothing() throws Exception {
        nas.settings.busy(2);
        assertThat(nas.volume("v1").code()).isEqualTo("EBUSY");
        assertThat(nas.volume("v1").status()).isEqualTo(500);
        assertThat(nas.volume("v1").status()).isEqualTo(201);
    }

    @Test
    void faults_cutBeforeOrAfterTheWorkIsDone() throws Exception {
        nas.faults.onAction("POST storage/volumes").resetBefore();
        assertThatThrownBy(() -> nas.volume("v1")).isInstanceOf(IOException.class);
        assertThat(nas.appliance.volumes()).isEmpty();
        nas.faults.onAction("POST storage/volumes").host("NAS1").resetAfter();
        assertThatThrownBy(() -> nas.volume("v1")).isInstanceOf(IOException.class);
        assertThat(nas.appliance.volumes()).hasSize(1);
        nas.faults
                .when(
                        "delete v1",
                        r -> r.action().equals("DELETE storage/volumes")
                                && r.about().equals(List.of("tank/vg/v1")))
                .lostAnswer();
        Duration time = Duration.ofMillis(300);
        do {
            // what a busy machine has not asked in that time is asked once more
            Duration given = time;
            assertThatThrownBy(() -> nas.send("DELETE", V1, null, "application/json", given))
                    .isInstanceOf(IOException.class);
            time = time.multipliedBy(2);
        } while (!nas.faults.pending().isEmpty() && time.toSeconds() < 60);
        awaitTrue(() -> nas.appliance.volumes().isEmpty());
        nas.faults.onAction("POST storage/volumes").quota();
        assertThat(nas.volume("v1").code()).isEqualTo("EAGAIN");
        nas.faults.onAction("POST storage/volumes").late(Duration.ofSeconds(10));
        assertThatThrownBy(() -> nas.volume("v1")).isInstanceOf(IOException.class);
        assertThat(nas.appliance.volumes()).isEmpty();
        nas.world.time().advance(Duration.ofSeconds(10));
        assertThat(nas.appliance.volumes()).hasSize(1);
        assertThat(nas.faults.pending()).isEmpty();
    }

    @Test
    void fault_canHitAnyRequestByItsIndex() throws Exception {
        nas.faults.when("any", r -> r.host().equals("NAS1")).nth(2).resetAfter();
        assertThat(nas.get("/storage/pools").status()).isEqualTo(200);
        assertThatThrownBy(() -> nas.volume("v1")).isInstanceOf(IOException.class);
        assertThat(nas.get(V1).status()).isEqualTo(200);
        assertThat(nas.face.traffic().requests("POST storage/volumes")).isEqualTo(1);
        assertThat(nas.face.traffic().decoded()).isEqualTo(4);
    }

    // management

    @Test
    void management_failing_answersHtmlOrNothing() throws Exception {
        nas.face.management(Management.HTML);
        assertThat(nas.volume("v1").text()).startsWith("<html>");
        assertThat(nas.volume("v1").status()).isEqualTo(502);
        nas.face.management(Management.EMPTY_500);
        assertThat(nas.volume("v1")).isEqualTo(new Answer(500, "", null));
        nas.face.management(Management.OK);
        assertThat(nas.appliance.volumes()).isEmpty();
        assertThat(nas.get("/storage/pools").status()).isEqualTo(200);
    }

    @Test
    void management_restarting_resetsConnectionsAndForgetsTokens() throws Exception {
        nas.face.management(Management.RESTARTING);
        assertThatThrownBy(() -> nas.get("/storage/pools")).isInstanceOf(IOException.class);
        nas.face.management(Management.OK);
        assertThat(nas.get("/storage/pools").code()).isEqualTo("EAUTH");
    }

    /** Tells whether a request is at one place of the face's code. */
    private static boolean isInside(String method) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(NefFace.class.getName())
                        && frame.getMethodName().equals(method));
    }

    private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 12_000 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void management_hung_saysNothing_untilItIsNoLonger() throws Exception {
        nas.face.management(Management.HUNG);
        assertThatThrownBy(() -> nas.send("GET", "/storage/pools", null, "application/json", Duration.ofMillis(200)))
                .isInstanceOf(java.net.http.HttpTimeoutException.class);
        awaitTrue(() -> !isInside("hang"));
        CompletableFuture<?> waiting = CompletableFuture.runAsync(() -> {
            try {
                nas.volume("v1");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitTrue(() -> isInside("hang"));
        assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        nas.face.management(Management.OK);
        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .isInstanceOf(java.util.concurrent.ExecutionException.class);
        assertThat(nas.get("/storage/pools").status()).isEqualTo(200);
        assertThat(nas.appliance.volumes()).isEmpty();
    }

    @Test
    void management_headOnly_doesTheWorkAndSendsNoBody() throws Exception {
        nas.face.management(Management.HEAD_ONLY);
        try (Socket socket = new Socket("127.0.0.1", nas.port())) {
            socket.setSoTimeout(60_000);
            String body = "{\"path\":\"tank/vg/v1\",\"volumeSize\":1048576}";
            socket.getOutputStream()
                    .write(("POST /storage/volumes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + nas.token()
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder();
            assertThatThrownBy(() -> {
                        for (int b = socket.getInputStream().read();
                                b >= 0;
                                b = socket.getInputStream().read()) {
                            text.append((char) b);
                            if (text.toString().endsWith("\r\n\r\n")) {
                                socket.setSoTimeout(300);
                            }
                        }
                    })
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(text.toString()).startsWith("HTTP/1.1 201 Created").endsWith("\r\n\r\n");
        }
        assertThat(nas.appliance.volumes()).hasSize(1);
    }

    @Test
    void management_dripping_sendsByteAfterByte() throws Exception {
        nas.settings.drip(Duration.ofMillis(1));
        nas.face.management(Management.DRIP);
        assertThat(nas.get("/software/current?fields=version").at("/build").asInt())
                .isEqualTo(61);
    }

    @Test
    void management_slow_answersWhenItsTimeHasPassed() throws Exception {
        nas.settings.slowness(Duration.ofSeconds(40));
        nas.face.management(Management.SLOW);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return nas.get("/storage/pools");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitTrue(() -> isInside("pause"));
        assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        nas.world.time().advance(Duration.ofSeconds(40));
        assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void unknownFields_areAdded_unlessSwitchedOff() throws Exception {
        assertThat(nas.get("/software/current").json().propertyNames()).hasSize(3);
        nas.settings.unknownFields(false);
        assertThat(nas.get("/software/current").json().propertyNames()).hasSize(2);
    }
}
