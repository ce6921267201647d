import json
import lzma
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from comity.flows.maps import ENGLISH, Flow, Known, Spot, flow_map
from comity.flows.maps import lands as ground
from comity.flows.maps.legend import samples
from comity.flows.maps.style import THEMES

FLOWS = [
    Flow("MM", "TH", 120, said="Myanmar to Thailand: 120", url="/seizures/?departure=MM&destination=TH"),
    Flow("TH", "KH", 80), Flow("KH", "TH", 8), Flow("KH", "CN", 30), Flow("KH", "TW", 35), Flow("KH", "AU", 50),
    Flow("KH", "KH", 14), Flow("TH", "JP", None, said="hidden"),
]  # fmt: skip
ODD = '<script>alert(1)</script> & "quoted" \u202eback\x07'
SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 -- what is parsed was written here


def texts(root):
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_map_is_whole_and_refers_to_nothing_outside(size, theme):
    text = flow_map(FLOWS, {}, known=Known(210, 568), size=size, theme=theme)
    assert text.startswith("<svg")
    root = parsed(text)
    assert root.tag == f"{SVG}svg"
    assert not {each.tag for each in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
    for each in root.iter():
        for name, value in each.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert re.match(r"#|/(?!/)", value), value
    outside = re.sub(r'xmlns="http://www\.w3\.org/2000/svg"', "", text)
    assert "http" not in outside
    assert "@import" not in outside
    assert set(re.findall(r"url\((.*?)\)", outside)) <= {"#map-stripes"}


def test_it_is_the_same_each_time_and_has_a_name_and_a_description():
    one, two = (flow_map(FLOWS, {}, known=Known(210, 568)) for _ in range(2))
    assert one == two
    root = parsed(one)
    ids = {each.get("id"): each for each in root.iter() if each.get("id")}
    assert ids[root.get("aria-labelledby")].text == "Routes"
    assert "table" in ids[root.get("aria-describedby")].text
    assert len(ids) == len([each for each in root.iter() if each.get("id")])


def test_every_flow_has_its_arc_its_words_and_its_link():
    root = parsed(flow_map(FLOWS, {}, known=Known(210, 568)))
    arcs = [each for each in root.iter(f"{SVG}path") if "cm-arc" in each.get("class", "")]
    assert len(arcs) == len(FLOWS) + len(samples(120, 18, 1.4))
    assert [a.get("class") for a in arcs].count("cm-arc cm-arc--hidden") == 1
    link = next(root.iter(f"{SVG}a"))
    assert link.get("href") == "/seizures/?departure=MM&destination=TH"
    assert link.find(f"{SVG}title").text == "Myanmar to Thailand: 120"


def test_what_is_known_and_hidden_and_what_borders_mean_is_said():
    said = " ".join(texts(parsed(flow_map(FLOWS, {}, known=Known(210, 568, 7, 11)))))
    assert "Route known for 210 of 568 seizures (37 %); 358 are not on this map." in said
    assert "Routes that fewer than 11 seizures share are not drawn: 7 seizures together." in said
    assert "Borders and names imply no opinion" in said
    assert "Arcs join countries at one point within each" in said
    nothing = " ".join(texts(parsed(flow_map(FLOWS, {}, known=Known(None, None, 0, 11)))))
    assert "is not said here" in nothing
    assert "there are none" in nothing
    assert "Route known" not in " ".join(texts(parsed(flow_map(FLOWS, {}))))


def test_a_place_without_a_position_is_named_and_not_drawn():
    root = parsed(flow_map([*FLOWS, Flow("ZZ", "KH", 3)], {}))
    assert "Not drawn, for want of a position: ZZ." in " ".join(texts(root))


def test_what_lies_outside_the_view_stands_at_its_edge_and_says_so():
    said = texts(parsed(flow_map([*FLOWS, Flow("NG", "KH", 3)], {}, view="region")))
    assert "Nigeria, outside the map" in said
    world = texts(parsed(flow_map([Flow("NG", "KH", 30)], {})))
    assert "Nigeria" in world


def test_too_many_arcs_are_cut_and_counted():
    codes = sorted(set(ground.anchors()))[:90]
    root = parsed(flow_map([Flow(code, "KH", 5 + i) for i, code in enumerate(codes)], {}, view="world"))
    assert "The 40 widest of 90 arcs are drawn" in " ".join(texts(root))


def test_words_of_others_stay_words():
    flows = [Flow("KH-1", "KH-2", 5, said=ODD, url="javascript:alert(1)"), Flow("KH-2", "KH-1", 5, url="//evil/x")]
    spots = {"KH-1": Spot(ODD, 13.6, 102.9), "KH-2": Spot("B\x00", 12.5, 104.9, exact=False)}
    text = flow_map(flows, spots, view="mekong")
    root = parsed(text)
    assert "<script" not in text
    assert not list(root.iter(f"{SVG}a"))
    assert any("<script>alert(1)</script>" in said for said in texts(root))
    assert "\u202e" not in text


def test_no_route_says_so():
    assert "No route to show" in texts(parsed(flow_map([], {})))


def test_the_words_and_names_of_a_language_are_used():
    words = replace(ENGLISH, language="km", title="ផ្លូវ", country=lambda code: f"ប្រទេស {code}")
    root = parsed(flow_map(FLOWS, {}, words=words))
    assert root.get("lang") == "km"
    assert "ប្រទេស AU" in texts(root)


def test_crowded_countries_are_enlarged_and_nothing_is_drawn_twice():
    root = parsed(flow_map(FLOWS, {}, known=Known(1, 2)))
    assert ENGLISH.enlarged in texts(root)
    assert ENGLISH.enlarged not in texts(parsed(flow_map([Flow("CN", "AU", 3)], {})))


def test_one_ground_serves_two_pictures():
    narrow = parsed(flow_map(FLOWS, {}, size="narrow", alone=False, name="b", ground_of="a"))
    assert {each.get("href") for each in narrow.iter(f"{SVG}use")} == {"#a-ground"}
    assert len(flow_map(FLOWS, {}, size="narrow", alone=False, name="b", ground_of="a")) < 30_000
    assert "<style>" not in flow_map(FLOWS, {}, alone=False)


def test_disputed_lines_are_dashed_where_the_source_calls_them_so():
    world = flow_map([Flow("MA", "FR", 3)], {}, view="world")
    assert 'class="cm-disputed"' in world
    assert "Dashed" in world
    mekong = flow_map([Flow("KH", "TH", 3)], {}, view="mekong")
    assert 'class="cm-disputed"' not in mekong
    assert "Dashed" not in mekong


def test_taiwan_hong_kong_and_every_country_of_the_region_have_a_point():
    known = ground.anchors()
    assert {
        "TW",
        "HK",
        "MO",
        "SG",
        "BN",
        "TL",
        "KP",
        "XK",
        "PS",
        *["KH", "VN", "LA", "TH", "MM", "CN", "AU", "NZ"],
    } <= set(known)
    assert all(-60 < latitude < 80 and -180 <= longitude <= 180 for latitude, longitude in known.values())


def test_the_tables_are_small_and_closed():
    data = (ground.TABLES / "shapes.json.xz").read_bytes()
    assert len(data) < 40_000
    for shapes in json.loads(lzma.decompress(data)).values():
        ends = [(tuple(arc[:2]), (sum(arc[::2]), sum(arc[1::2]))) for arc in shapes["arcs"]]
        for rings in shapes["lands"].values():
            for ring in rings:
                way = [ends[ref] if ref >= 0 else ends[~ref][::-1] for ref in ring]
                assert all(way[i][1] == way[(i + 1) % len(way)][0] for i in range(len(way)))


@pytest.mark.parametrize(("top", "found"), [(120, [100, 20, 5]), (3, [2, 0.5, 0.2]), (0, []), (1, [1, 0.2, 0.05])])
def test_the_legend_shows_round_values(top, found):
    assert samples(top, 18, 1.4) == pytest.approx(found)
