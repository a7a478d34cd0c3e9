#!/usr/bin/env python3
"""Turns the raw price lists into the compact tables under src/main/resources/io/swen/catalog.

Not part of the build: run it when a newer list is taken over, and change the dates below with it.

    tools/compact_price_lists.py <data folder holding prices/ and regions/>
"""
import collections
import csv
import pathlib
import sys

BANDS = ["<5%", "5-10%", "10-15%", "15-20%", ">20%"]
OUT = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/io/swen/catalog"


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        yield from csv.DictReader(f)


def write(name, source, as_of, layout, lines):
    text = "".join(f"# {key}: {value}\n" for key, value in (("source", source), ("as-of", as_of), ("layout", layout)))
    (OUT / name).write_text(text + "".join(line + "\n" for line in lines), encoding="utf-8")


def number(text):
    return text[:-2] if text.endswith(".0") else text


def main(data):
    prices, regions = data / "prices", data / "regions"
    OUT.mkdir(parents=True, exist_ok=True)

    write("regions.tsv", "city centres; grid: EPA eGRID, EEA, EMA, carbonfootprint.com (2020) as Cloud Carbon Footprint used them",
          "2020-01-01", "provider region city country latitude longitude gCO2e/kWh (blank = no source)",
          ("\t".join(r.values()) for r in rows(regions / "regions.csv")))

    write("aws-regions.tsv", "skypilot-org/skypilot-catalog", "2025-01-01",
          "region zone-ids ratio of the m6g.12xlarge on-demand price to us-east-1 (list collected over 2025-26)",
          ("\t".join((r["region"], r["zone_ids"], r["ratio_to_us_east_1"])) for r in rows(prices / "aws-regions.csv")))

    arch = {"arm64": "arm64", "x86_64": "amd64", "i386;x86_64": "amd64", "": ""}
    write("aws-on-demand.tsv", "aws/karpenter-provider-aws", "2026-07-20",
          "type architecture vcpu GiB gpus gpu-model USD/h in us-east-1, Linux (blank = the list does not say)",
          ("\t".join((r["instance_type"], arch[r["arch"]], r["vcpu"], number(r["memory_gib"]), r["gpus"], r["gpu_model"],
                      r["usd_per_hour"])) for r in rows(prices / "aws-on-demand-us-east-1.csv")))

    advisor = collections.defaultdict(list)
    for r in rows(prices / "aws-spot-advisor.csv"):
        advisor[r["instance_type"]].append(f'{r["region"]}:{BANDS.index(r["interruption_band"])}:{r["saving_percent"]}')
    write("aws-spot-advisor.tsv", "alexei-led/spotinfo (AWS Spot Instance Advisor)", "2025-06-01",
          "type, then region:band:saving-percent; bands 0 <5%, 1 5-10%, 2 10-15%, 3 15-20%, 4 >20% a month",
          (t + "\t" + " ".join(v) for t, v in sorted(advisor.items())))

    egress = collections.defaultdict(lambda: collections.defaultdict(list))
    for r in rows(prices / "aws-egress.csv"):
        egress[r["from_region"]][r["price_usd_per_gb"]].append(r["to_region"])
    write("aws-egress.tsv", "UC Berkeley Sky Computing", "2025-01-01", "from-region USD/GB to-regions",
          (f"{f}\t{p}\t{' '.join(sorted(to))}" for f, by in sorted(egress.items()) for p, to in sorted(by.items())))

    alibaba, shape, unpriced = collections.defaultdict(list), {}, 0
    for r in rows(prices / "alibaba-on-demand.csv"):
        if float(r["cny_per_hour"]) <= 0:
            unpriced += 1  # a zero in that list means "not priced", and would win every comparison
            continue
        zones = "".join(z[len(r["region"]):].lstrip("-") for z in r["zones"].split(";"))
        alibaba[r["instance_type"]].append(f'{r["region"]}:{zones}:{r["cny_per_hour"]}')
        shape[r["instance_type"]] = (r["arch"], r["vcpu"], number(r["memory_gib"]), r["gpus"])
    write("alibaba-on-demand.tsv", "cloudpilot-ai/priceserver", "2024-10-01",
          f"type architecture vcpu GiB gpus, then region:zone-letters:CNY/h, pay-as-you-go; {unpriced} rows priced 0 left out",
          ("\t".join((t, *shape[t], " ".join(v))) for t, v in sorted(alibaba.items())))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
